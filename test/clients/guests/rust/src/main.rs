//! A function on the official Rust client.
use lambda_runtime::{run, service_fn, streaming::Response, Error, LambdaEvent};
use serde_json::{json, Value};
use tokio_stream::{iter, Stream};

type Piece = Result<&'static str, Error>;

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

/// Streams, and fails halfway when it is asked to.
async fn stream(event: LambdaEvent<Value>) -> Result<Response<impl Stream<Item = Piece>>, Error> {
    let rest: Piece = match event.payload.get("fail").and_then(Value::as_str) {
        Some(reason) => Err(reason.into()),
        None => Ok("whole"),
    };
    Ok(Response::from(iter(vec![Ok("half "), rest])))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    if std::env::var("_HANDLER").as_deref() == Ok("streaming") {
        run(service_fn(stream)).await
    } else {
        run(service_fn(handle)).await
    }
}
