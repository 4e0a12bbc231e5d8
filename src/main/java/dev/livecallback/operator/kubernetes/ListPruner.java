package dev.livecallback.operator.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.livecallback.api.Bounds;
import dev.livecallback.api.WellKnown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/**
 * Removes from a list of objects, piece by piece as it arrives, what the operator doesn't read, so
 * that the whole list is never in memory. What the operator reads stays complete: half a spec would
 * mean something else, and half a ledger would be written back. If a part is longer than the
 * operator reads, it is cut, and the object says so.
 */
final class ListPruner {
  private static final String METADATA_FIELD = "metadata";

  /** The metadata fields that are read. Of the annotations, only ours are. */
  private static final Set<String> METADATA =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "finalizers",
          "annotations");

  /** The fields of a Secret that aren't read: only its name and version are. */
  private static final Set<String> SECRET = Set.of("data", "stringData");

  /** The nesting depth in the answer. Its list {@code items} has 2. */
  private static final int ANSWER = 1;

  /**
   * The nesting depth in an object. The next two constants are the depths in the object's metadata
   * and in its annotations.
   */
  private static final int OBJECT = 3;

  private static final int IN_METADATA = 4;
  private static final int IN_ANNOTATIONS = 5;

  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final JsonGenerator generator;

  /** The number of containers open within the part that is left out; −1 = nothing is left out. */
  private int leftOut = -1;

  /**
   * The longest length of the object's part that is being read, in characters, and its length so
   * far.
   */
  private int longest = Integer.MAX_VALUE;

  private int length;
  private boolean cut;

  ListPruner() throws IOException {
    JsonFactory factory = new JsonFactory();
    parser = factory.createNonBlockingByteArrayParser();
    feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    generator = factory.createGenerator(out);
  }

  /**
   * Prunes the next piece of the list.
   *
   * @param piece the next bytes of the list
   * @return the kept bytes that weren't returned before
   * @throws IOException if the list isn't JSON
   */
  byte[] prune(byte[] piece) throws IOException {
    feeder.feedInput(piece, 0, piece.length);
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.NOT_AVAILABLE;
        token = parser.nextToken()) {
      take(token);
    }
    generator.flush();
    byte[] kept = out.toByteArray();
    out.reset();
    return kept;
  }

  private void take(JsonToken token) throws IOException {
    if (leftOut >= 0) {
      leaveOut(token);
      return;
    }
    JsonStreamContext context = parser.getParsingContext();
    if (token == JsonToken.FIELD_NAME && !isRead(context)) {
      leftOut = 0;
      return;
    }
    if (isTooLong(token, context)) {
      cut(token, context);
      return;
    }
    if (cut && token == JsonToken.END_OBJECT && context.getNestingDepth() == OBJECT) {
      generator.writeBooleanField(Bounds.CUT, true);
      cut = false;
    }
    if (token == JsonToken.VALUE_NULL && isItems(context)) {
      // So a list of metadata says that it is empty. The client takes only an array.
      generator.writeArray(new int[0], 0, 0);
    } else if (token == JsonToken.VALUE_STRING && isAnnotation(context)) {
      generator.writeString(PrunedStore.annotation(parser.getText()));
    } else {
      generator.copyCurrentEvent(parser);
    }
  }

  /** Returns whether a name, a value or a container makes the part of the object too long. */
  private boolean isTooLong(JsonToken token, JsonStreamContext context) throws IOException {
    int depth = context.getNestingDepth();
    if (depth < OBJECT || token.isStructEnd()) {
      return false;
    }
    if (token == JsonToken.FIELD_NAME && (depth == OBJECT || isMetadata(context))) {
      longest = longest(context);
      length = 0;
      return false;
    }
    if (token.isStructStart()) {
      length++;
      return context.getParent().inArray() && length > longest;
    }
    length += parser.getTextLength() + (token == JsonToken.FIELD_NAME ? 0 : 1);
    return length > longest;
  }

  /**
   * Returns the longest length of the part that begins here. In metadata, only the finalizers are
   * limited: the annotations are cut separately, and everything else is short.
   */
  private static int longest(JsonStreamContext context) {
    if (context.getNestingDepth() == OBJECT) {
      return METADATA_FIELD.equals(context.getCurrentName())
          ? Integer.MAX_VALUE
          : Bounds.LONGEST_PART;
    }
    return context.getCurrentName().equals("finalizers")
        ? PrunedStore.LONGEST_FINALIZERS
        : Integer.MAX_VALUE;
  }

  private static boolean isMetadata(JsonStreamContext context) {
    return context.getNestingDepth() == IN_METADATA && isIn(context, METADATA_FIELD);
  }

  /** Leaves out a field, an element or a value, with everything inside it. */
  private void cut(JsonToken token, JsonStreamContext context) throws IOException {
    cut = longest == Bounds.LONGEST_PART;
    if (token.isScalarValue() && context.inObject()) {
      generator.writeNull();
      return;
    }
    leftOut = 0;
    if (token != JsonToken.FIELD_NAME) {
      leaveOut(token);
    }
  }

  private void leaveOut(JsonToken token) {
    if (token.isStructStart()) {
      leftOut++;
    } else if (token.isStructEnd()) {
      leftOut--;
    }
    if (leftOut == 0 && token != JsonToken.FIELD_NAME) {
      leftOut = -1;
    }
  }

  private static boolean isRead(JsonStreamContext context) {
    String field = context.getCurrentName();
    return switch (context.getNestingDepth()) {
      case OBJECT -> !SECRET.contains(field);
      case IN_METADATA -> !isIn(context, METADATA_FIELD) || METADATA.contains(field);
      case IN_ANNOTATIONS -> !isAnnotation(context) || WellKnown.ANNOTATIONS.contains(field);
      default -> true;
    };
  }

  private static boolean isItems(JsonStreamContext context) {
    return context.getNestingDepth() == ANSWER && "items".equals(context.getCurrentName());
  }

  private static boolean isAnnotation(JsonStreamContext context) {
    return context.getNestingDepth() == IN_ANNOTATIONS
        && isIn(context, "annotations")
        && isIn(context.getParent(), METADATA_FIELD);
  }

  private static boolean isIn(JsonStreamContext context, String field) {
    return field.equals(context.getParent().getCurrentName());
  }
}
