// AWS's own library for extensions, with a processor for each of its three streams: events, telemetry and logs.
use lambda_extension::{service_fn, Error, Extension, LambdaEvent, LambdaTelemetry, NextEvent, SharedService};

async fn on_event(event: LambdaEvent) -> Result<(), Error> {
    match event.next {
        NextEvent::Invoke(invoke) => println!("rust event INVOKE {}", invoke.request_id),
        NextEvent::Shutdown(shutdown) => println!("rust event SHUTDOWN {}", shutdown.shutdown_reason),
    }
    Ok(())
}

async fn on_telemetry(events: Vec<LambdaTelemetry>) -> Result<(), Error> {
    for event in events {
        // The name of the variant, which the library has read every member of.
        let text = format!("{:?}", event.record);
        println!("rust telemetry {}", text.split([' ', '(']).next().unwrap_or(""));
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    Extension::new()
        .with_events(&["INVOKE", "SHUTDOWN"])
        .with_events_processor(service_fn(on_event))
        .with_telemetry_types(&["platform", "function"])
        .with_telemetry_processor(SharedService::new(service_fn(on_telemetry)))
        .with_telemetry_buffering(lambda_extension::LogBuffering { timeout_ms: 25, max_bytes: 262_144, max_items: 1_000 })
        .run()
        .await
}
