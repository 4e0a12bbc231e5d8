package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The objects in files, as kubectl reads them: several documents a file, lists, folders.
 *
 * @param objects LiveCallbacks, LiveAccounts and Secrets, each with a namespace
 * @param skipped the number of objects of other kinds
 * @param namespaces the names of the Namespaces among those
 */
record Manifests(List<ObjectNode> objects, int skipped, Set<String> namespaces) {
  private static final String STDIN = "-";
  private static final String KIND = "kind";
  private static final String API_VERSION = "apiVersion";
  private static final String ITEMS = "items";

  /** The form of a name for any kind. The API server checks the rest. */
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
   * @param namespace the namespace of objects that name none
   * @param named whether a person named that namespace; if so, objects may name no other
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
          all.addAll(all("Standard input", in));
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
      } else if (object.path(KIND).asText().equals("Namespace")) {
        namespaces.add(object.path("metadata").path("name").asText());
      }
    }
    checkTwice(ours);
    return new Manifests(ours, all.size() - ours.size(), namespaces);
  }

  private static boolean isOurs(ObjectNode object) throws CommandFailedException {
    String version = object.path(API_VERSION).asText();
    String kind = object.path(KIND).asText();
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
    String name = text(object, "name");
    if (!(metadata instanceof ObjectNode there) || name.isEmpty()) {
      throw new CommandFailedException(
          "%s has no metadata.name: give it one.".formatted(what(object)));
    }
    for (String texts : List.of("labels", "annotations")) {
      checkTexts(object, texts, metadata.path(texts));
    }
    if (!Formats.matches(name, NAME, Formats.NAME_LENGTH)) {
      throw new CommandFailedException(
          "%s: metadata.name has other signs than a name may have: correct it."
              .formatted(what(object)));
    }
    String own = text(object, "namespace");
    var _ = FieldCheck.metadata(object);
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

  /** Returns a text of an object's metadata; "" = there is none. */
  private static String text(ObjectNode object, String field) throws CommandFailedException {
    JsonNode value = object.path("metadata").path(field);
    if (value.isTextual() || value.isNull() || value.isMissingNode()) {
      return value.isTextual() ? value.asText() : "";
    }
    throw new CommandFailedException(
        "%s: metadata.%s has to be text: put it in quotes.".formatted(what(object), field));
  }

  /**
   * Checks that labels or annotations have only texts. The API server accepts nothing else, and in
   * YAML true and 1 aren't texts.
   */
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
    Set<String> seen = new HashSet<>();
    for (ObjectNode object : objects) {
      String what = what(object);
      if (!seen.add(what)) {
        throw new CommandFailedException("%s is there twice: leave one out.".formatted(what));
      }
    }
  }

  /** Returns the kind and name of an object: {@code LiveCallback live/started}. */
  static String what(JsonNode object) {
    String namespace = object.path("metadata").path("namespace").asText();
    return PlainText.visible(
        object.path(KIND).asText()
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
    String name = String.valueOf(file.getFileName());
    return Stream.of(".yaml", ".yml", ".json").anyMatch(name::endsWith);
  }

  private static List<ObjectNode> documents(String where, Path file) throws CommandFailedException {
    try (InputStream in = Files.newInputStream(file)) {
      return all(where, in);
    } catch (IOException e) {
      throw new CommandFailedException("%s can't be read: name another by -f.".formatted(where));
    }
  }

  /** Returns the objects of one file, of any kind. */
  static List<ObjectNode> all(String where, InputStream in)
      throws CommandFailedException, IOException {
    List<ObjectNode> objects = new ArrayList<>();
    try {
      for (JsonNode document : Documents.of(in.readAllBytes())) {
        ObjectNode object = object(where, document);
        if (object.has(ITEMS)) {
          items(where, object, objects);
        } else {
          objects.add(object);
        }
      }
    } catch (Documents.UnreadableException e) {
      throw new CommandFailedException(where + " " + e.getMessage());
    }
    return objects;
  }

  private static ObjectNode object(String where, JsonNode document) throws CommandFailedException {
    for (String field : List.of(KIND, API_VERSION)) {
      if (document.path(field).asText().isEmpty() || !document.path(field).isTextual()) {
        throw new CommandFailedException(
            "%s has a document that is no Kubernetes object: it has no %s."
                .formatted(where, field));
      }
    }
    return (ObjectNode) document;
  }

  /**
   * Adds the items of a list. Every object with items is a list, whatever its kind, and its items
   * may leave out their kind.
   */
  private static void items(String where, ObjectNode list, List<ObjectNode> objects)
      throws CommandFailedException {
    if (!list.path(ITEMS).isArray() && !list.path(ITEMS).isNull()) {
      throw new CommandFailedException(
          "%s has a list whose items are none: correct it.".formatted(where));
    }
    for (JsonNode item : list.path(ITEMS)) {
      if (item instanceof ObjectNode object && !object.has(KIND) && !object.has(API_VERSION)) {
        object.set(API_VERSION, list.path(API_VERSION));
        object.put(KIND, list.path(KIND).asText().replaceFirst("List$", ""));
      }
      if (object(where, item).path(ITEMS).isArray()) {
        throw new CommandFailedException(
            "%s has a list in a list, which kubectl doesn't read: take it apart.".formatted(where));
      }
      objects.add((ObjectNode) item);
    }
  }
}
