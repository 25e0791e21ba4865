//! A function on the official Rust client.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    if let Some(reason) = event.payload.get("fail").and_then(Value::as_str) {
        return Err(reason.into());
    }
    println!("rust says hello");
    let client = event.context.client_context.as_ref().and_then(|c| c.custom.get("who").cloned());
    Ok(json!({
        "echo": event.payload,
        "request": event.context.request_id,
        "arn": event.context.invoked_function_arn,
        "client": client,
    }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}
