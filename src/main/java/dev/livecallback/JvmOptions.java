package dev.livecallback;

import static dev.livecallback.settings.OperatorSetting.JAVA_OPTIONS;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.livecallback.settings.SettingException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JVM's options of {@code LIVECALLBACK_JAVA_OPTS}, where nobody has put them into the command
 * line: the launcher is a shell script, and the image has no shell.
 */
final class JvmOptions {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private JvmOptions() {}

  /**
   * Has this process become a JVM that has them, after its other options and so above them, with
   * the same arguments, process id and streams; it doesn't return then. Whoever has applied them
   * has unset the variable: then it does nothing.
   *
   * @param arguments how many the program has, behind its class
   * @throws SettingException if it can't
   */
  static void apply(Map<String, String> environment, int arguments) throws SettingException {
    String options = environment.getOrDefault(JAVA_OPTIONS.variable(), "").strip();
    if (options.isEmpty()) {
      return;
    }
    try {
      List<String> command =
          new ArrayList<>(List.of(Files.readString(COMMAND_LINE).split("\0", -1)));
      command.removeLast(); // each argument ends with a 0
      int program = command.size() - arguments - 1;
      command.addAll(program, List.of(options.split("\\s+")));
      become(Path.of(System.getProperty("java.home"), "bin", "java"), command);
    } catch (IOException e) {
      throw cannot("there is no " + COMMAND_LINE);
    }
  }

  private static void become(Path program, List<String> command) throws SettingException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        argv.setAtIndex(ADDRESS, i, text(arena, command.get(i)));
      }
      int _ =
          (int)
              function("unsetenv", FunctionDescriptor.of(JAVA_INT, ADDRESS))
                  .invokeExact(text(arena, JAVA_OPTIONS.variable()));
      int _ =
          (int)
              function("execv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS))
                  .invokeExact(text(arena, program.toString()), argv);
    } catch (Throwable e) {
      throw cannot(e.toString());
    }
    throw cannot(program + " can't be started");
  }

  private static MemorySegment text(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }

  @SuppressWarnings("restricted") // the options allow it
  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  private static SettingException cannot(String why) {
    return new SettingException(
        JAVA_OPTIONS,
        " can't be applied (" + why + "): start the program by bin/livecallback, or unset it.");
  }
}
