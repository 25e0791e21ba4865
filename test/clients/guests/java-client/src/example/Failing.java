package example;

/** Functions that end, or fail, before their first event. */
public class Failing {
  public static class Initialiser {
    static final int NUMBER = Integer.parseInt("none");

    public Object handle(Object event) {
      return NUMBER;
    }
  }

  public static class Constructor {
    public Constructor() {
      throw new IllegalStateException("not made");
    }

    public Object handle(Object event) {
      return event;
    }
  }

  public static class Exit {
    static {
      System.out.println("about to exit");
      System.exit(3);
    }

    public Object handle(Object event) {
      return event;
    }
  }

  public static class Halt {
    static {
      Runtime.getRuntime().halt(4);
    }

    public Object handle(Object event) {
      return event;
    }
  }

  public static class Late {
    public Object handle(Object event) {
      throw new IllegalArgumentException("at the event");
    }
  }

  public static class Memory {
    public Object handle(Object event) {
      return new long[Integer.MAX_VALUE / 2];
    }
  }

  public static class Deep {
    public Object handle(Object event) {
      return handle(event);
    }
  }
}
