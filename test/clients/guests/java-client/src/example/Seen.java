package example;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;

/** Tells everything that a function can see of how it was started. */
public class Seen {
  private static final Map<String, String> EARLY = new TreeMap<>(System.getenv());
  private static final String EARLY_FOLDER = new File("").getAbsolutePath();

  public static Map<String, Object> handle(Map<String, Object> event, Context context) throws Exception {
    if (event.get("keep") != null) {
      try (FileWriter file = new FileWriter("/tmp/kept")) {
        file.write((String) event.get("keep"));
      }
    }
    if (event.get("exit") != null) System.exit(7);
    System.out.println("printed");
    System.err.println("complained");
    context.getLogger().log("logged");
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("environment", new TreeMap<>(System.getenv()));
    seen.put("early", EARLY);
    seen.put("order", new ArrayList<>(System.getenv().keySet()));
    seen.put("child", ofChild("env"));
    seen.put("childFolder", ofChild("pwd"));
    seen.put("properties", new TreeMap<>(System.getProperties()));
    seen.put("folder", List.of(EARLY_FOLDER, Paths.get("").toAbsolutePath().toString(), names(".")));
    seen.put("folders", List.of(names("/var/task"), names("/var/task/lib"), names("/opt"), names("/tmp"), names("/var/runtime")));
    seen.put("relative", Files.readAllLines(Paths.get("relative.txt")));
    seen.put("options", ManagementFactory.getRuntimeMXBean().getInputArguments());
    seen.put("program", ProcessHandle.current().info().command().orElse(""));
    seen.put("loaders", loaders(Seen.class.getClassLoader()));
    seen.put("context", loaders(Thread.currentThread().getContextClassLoader()));
    seen.put("resource", new String(Seen.class.getResourceAsStream("/where.txt").readAllBytes()));
    seen.put("thread", Arrays.asList(Thread.currentThread().getName(), Thread.currentThread().getPriority()));
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : new Throwable().getStackTrace()) frames.add(frame.toString());
    seen.put("stack", frames);
    seen.put("heap", Runtime.getRuntime().maxMemory());
    seen.put("processors", Runtime.getRuntime().availableProcessors());
    seen.put("zone", TimeZone.getDefault().getID() + " " + Locale.getDefault());
    seen.put("archive", new String(Files.readAllBytes(Paths.get("/proc/self/maps"))).contains("runtime.jsa"));
    return seen;
  }

  private static List<String> names(String folder) {
    String[] names = new File(folder).list();
    if (names == null) return List.of("absent");
    Arrays.sort(names);
    return Arrays.asList(names);
  }

  private static List<String> loaders(ClassLoader first) {
    List<String> all = new ArrayList<>();
    for (ClassLoader loader = first; loader != null; loader = loader.getParent()) {
      all.add(loader.getClass().getName());
      if (loader instanceof URLClassLoader) for (URL url : ((URLClassLoader) loader).getURLs()) all.add(url.toString());
    }
    return all;
  }

  private static List<String> ofChild(String program) throws IOException {
    String text = new String(new ProcessBuilder(program).start().getInputStream().readAllBytes());
    String[] lines = text.split("\n");
    Arrays.sort(lines);
    return Arrays.asList(lines);
  }
}
