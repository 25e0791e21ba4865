package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The other forms of a handler: a stream, and plain methods without any interface. */
public class Forms implements RequestStreamHandler {
  public static class Point {
    public int x;
    public int y;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
    output.write('[');
    input.transferTo(output);
    output.write(']');
  }

  public int sum(Point point) {
    return point.x + point.y;
  }

  public static String resource(Object event) throws IOException {
    try (InputStream text = Forms.class.getResourceAsStream("/greeting.txt")) {
      return new String(text.readAllBytes()) + Runtime.version().feature();
    }
  }

  public void fatal(Object event) {
    throw new RuntimeException("outer", new IllegalArgumentException("inner"));
  }
}
