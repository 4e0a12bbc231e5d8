package dev.livecallback.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.livecallback.api.Formats;
import dev.livecallback.api.WellKnown;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.cli.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects out of files, as kubectl reads them: several documents a file, lists, folders.
 *
 * @param objects LiveCallbacks, LiveAccounts and Secrets, each with a namespace
 * @param skipped how many objects of other kinds there were
 * @param namespaces the names of the Namespaces among those
 */
record Manifests(List<ObjectNode> objects, int skipped, Set<String> namespaces) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String STDIN = "-";

  /** Of any kind: the API server says the rest. */
  private static final String NAME = "[^/%\\s\\p{Cntrl}]+";

  private static final String OURS = WellKnown.GROUP + "/";
  private static final String VERSION = OURS + WellKnown.VERSION;

  /** Takes a copy. */
  Manifests {
    objects = List.copyOf(objects);
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * Reads files.
   *
   * @param paths files, folders, or {@code -} for standard input
   * @param recursive whether folders in folders are read, too
   * @param namespace of objects that name none
   * @param named whether a person named that namespace: then objects may name no other
   */
  static Manifests read(
      List<String> paths,
      boolean recursive,
      String namespace,
      boolean named,
      Supplier<InputStream> stdin)
      throws CommandFailedException {
    List<ObjectNode> all = new ArrayList<>();
    if (Collections.frequency(paths, STDIN) > 1) {
      throw new CommandFailedException(
          "-f - is there twice, and stdin can be read once: leave one out.");
    }
    for (String path : paths) {
      if (path.equals(STDIN)) {
        try (InputStream in = stdin.get()) {
          all.addAll(documents("Standard input", in));
        } catch (IOException e) {
          throw new CommandFailedException("Standard input can't be read: name a file by -f.");
        }
      } else {
        for (Path file : files(path, recursive)) {
          all.addAll(documents("File " + file, file));
        }
      }
    }
    if (all.isEmpty() && !paths.isEmpty()) {
      throw new CommandFailedException(
          "There is no object in what -f names: look whether it is what was meant.");
    }
    List<ObjectNode> ours = new ArrayList<>();
    Set<String> namespaces = new HashSet<>();
    for (ObjectNode object : all) {
      if (isOurs(object)) {
        ours.add(placed(object, namespace, named));
      } else if (object.path("kind").asText().equals("Namespace")) {
        namespaces.add(object.path("metadata").path("name").asText());
      }
    }
    checkTwice(ours);
    return new Manifests(ours, all.size() - ours.size(), namespaces);
  }

  private static boolean isOurs(ObjectNode object) throws CommandFailedException {
    String version = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    if (version.startsWith(OURS)
        && !(version.equals(VERSION)
            && (kind.equals("LiveCallback") || kind.equals("LiveAccount")))) {
      throw new CommandFailedException(
          "%s: this version knows LiveCallback and LiveAccount of %s alone, not %s of %s."
              .formatted(
                  what(object), VERSION, PlainText.visible(kind), PlainText.visible(version)));
    }
    return version.equals(VERSION) || (version.equals("v1") && kind.equals("Secret"));
  }

  private static ObjectNode placed(ObjectNode object, String namespace, boolean named)
      throws CommandFailedException {
    JsonNode metadata = object.path("metadata");
    if (!(metadata instanceof ObjectNode there) || metadata.path("name").asText().isEmpty()) {
      throw new CommandFailedException(
          "%s has no metadata.name: give it one.".formatted(what(object)));
    }
    for (String texts : List.of("labels", "annotations")) {
      checkTexts(object, texts, metadata.path(texts));
    }
    if (!Formats.matches(metadata.path("name").asText(), NAME, Formats.NAME_LENGTH)) {
      throw new CommandFailedException(
          "%s: metadata.name has other signs than a name may have: correct it."
              .formatted(what(object)));
    }
    String own = metadata.path("namespace").asText();
    if (named && !own.isEmpty() && !own.equals(namespace)) {
      throw new CommandFailedException(
          "%s is of namespace %s: leave --namespace out, or name that one."
              .formatted(what(object), PlainText.visible(own)));
    }
    if (own.isEmpty()) {
      there.put("namespace", namespace);
    }
    return object;
  }

  /** The API server takes text alone there, and YAML makes other things of true and 1. */
  private static void checkTexts(ObjectNode object, String which, JsonNode texts)
      throws CommandFailedException {
    for (Map.Entry<String, JsonNode> each : texts.properties()) {
      if (!each.getValue().isTextual()) {
        throw new CommandFailedException(
            "%s: metadata.%s.%s has to be text: put it in quotes."
                .formatted(what(object), which, PlainText.visible(each.getKey())));
      }
    }
  }

  private static void checkTwice(List<ObjectNode> objects) throws CommandFailedException {
    List<String> seen = new ArrayList<>();
    for (ObjectNode object : objects) {
      String what = what(object);
      if (seen.contains(what)) {
        throw new CommandFailedException("%s is there twice: leave one out.".formatted(what));
      }
      seen.add(what);
    }
  }

  /** {@code LiveCallback live/started}. */
  static String what(JsonNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    return PlainText.visible(
        object.path("kind").asText()
            + " "
            + (namespace.isEmpty() ? "" : namespace + "/")
            + object.path("metadata").path("name").asText("without a name"));
  }

  private static List<Path> files(String name, boolean recursive) throws CommandFailedException {
    if (name.isBlank()) {
      throw new CommandFailedException("-f is empty: name a file or a folder, or - for stdin.");
    }
    if (name.startsWith("https://") || name.startsWith("http://")) {
      throw new CommandFailedException(
          "%s is a URL: fetch it, and name the file by -f.".formatted(PlainText.visible(name)));
    }
    Path path = Path.of(name);
    if (!Files.isDirectory(path)) {
      if (!Files.isReadable(path)) {
        throw new CommandFailedException(
            "%s %s: name another by -f."
                .formatted(path, Files.exists(path) ? "can't be read" : "isn't there"));
      }
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
      List<Path> files =
          all.filter(Files::isRegularFile).filter(Manifests::isRead).sorted().toList();
      if (files.isEmpty()) {
        throw new CommandFailedException(
            "Folder %s has no .yaml, .yml or .json file%s: name another by -f."
                .formatted(path, recursive ? "" : " itself (-R reads the folders in it too)"));
      }
      return files;
    } catch (IOException e) {
      throw new CommandFailedException(
          "Folder %s can't be read: name another by -f.".formatted(path));
    }
  }

  private static boolean isRead(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return Stream.of(".yaml", ".yml", ".json").anyMatch(name::endsWith);
  }

  private static List<ObjectNode> documents(String where, Path file) throws CommandFailedException {
    try (InputStream in = Files.newInputStream(file)) {
      return documents(where, in);
    } catch (IOException e) {
      throw new CommandFailedException("%s can't be read: name another by -f.".formatted(where));
    }
  }

  private static List<ObjectNode> documents(String where, InputStream in)
      throws CommandFailedException, IOException {
    List<ObjectNode> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(in)) {
      while (documents.hasNextValue()) {
        add(where, documents.nextValue(), objects);
      }
    } catch (JsonProcessingException e) {
      throw unreadable(where, e);
    }
    return objects;
  }

  private static CommandFailedException unreadable(String where, JsonProcessingException problem) {
    // Its message quotes the text, which may be a Secret's.
    int line = problem.getLocation() == null ? 0 : problem.getLocation().getLineNr();
    return new CommandFailedException(
        "%s isn't YAML or JSON%s: correct it.".formatted(where, line > 0 ? ", line " + line : ""));
  }

  private static void add(String where, @Nullable JsonNode document, List<ObjectNode> objects)
      throws CommandFailedException {
    if (document == null || document.isNull() || document.isMissingNode()) {
      return;
    }
    if (document instanceof ObjectNode object && object.path("kind").isTextual()) {
      if (object.path("kind").asText().endsWith("List") && object.path("items").isArray()) {
        for (JsonNode item : object.path("items")) {
          add(where, item, objects);
        }
      } else {
        objects.add(object);
      }
      return;
    }
    throw new CommandFailedException(
        "%s has a document that is no Kubernetes object: it has no kind.".formatted(where));
  }
}
