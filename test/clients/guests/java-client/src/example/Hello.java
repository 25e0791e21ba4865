package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same function as those of the other clients: it echoes, logs, and fails when told to. */
public class Hello implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    context.getLogger().log("java says hello");
    if (event.get("fail") != null) throw new IllegalStateException((String) event.get("fail"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("echo", event);
    answer.put("request", context.getAwsRequestId());
    answer.put("arn", context.getInvokedFunctionArn());
    answer.put("client", context.getClientContext() == null ? null : context.getClientContext().getCustom().get("who"));
    return answer;
  }
}
