package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.cli.plan.Documents.UnreadableException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** A YAML document as JSON, by the rules of sigs.k8s.io/yaml, which kubectl reads with. */
final class YamlDocument {
  private static final String MERGE = "<<";
  private static final String AS_TEXT = "!";
  private static final int DEEPEST = 500;

  /**
   * The most values of a document. No real file has as many, but aliases of aliases soon make them.
   */
  private static final int MOST_VALUES = 1_000_000;

  private static final LoaderOptions OPTIONS = options();
  private static final Resolver RESOLVER = new Resolver();

  private final int begin;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  private YamlDocument(int begin) {
    this.begin = begin;
  }

  /**
   * Reads a document.
   *
   * @param text the document; the text after {@code ...} doesn't count
   * @param begin the line of the file at which the document begins
   */
  static JsonNode read(String text, int begin) throws UnreadableException {
    if (text.stripLeading().startsWith("%")) {
      // kubectl reads the text between a directive and its --- as a document of its own.
      throw new UnreadableException(begin);
    }
    try {
      Composer composer = new Scalars(text);
      return composer.checkNode()
          ? new YamlDocument(begin).json(composer.getNode())
          : NullNode.getInstance();
    } catch (MarkedYAMLException e) {
      throw new UnreadableException(
          begin + (e.getProblemMark() == null ? 0 : e.getProblemMark().getLine()));
    } catch (YAMLException e) {
      // The text has a control character, or is nested too deep.
      throw new UnreadableException(begin);
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setNestingDepthLimit(DEEPEST);
    // Every tag is harmless here, since the result is only JSON.
    options.setTagInspector(_ -> true);
    return options;
  }

  /** A composer that marks the scalars without quotes and tag. */
  private static final class Scalars extends Composer {
    Scalars(String text) {
      super(new ParserImpl(new StreamReader(text), OPTIONS), RESOLVER, OPTIONS);
    }

    @Override
    protected Node composeScalarNode(
        @Nullable String anchor, @Nullable List<CommentLine> blockComments) {
      ScalarEvent event = (ScalarEvent) parser.peekEvent();
      Node node = super.composeScalarNode(anchor, blockComments);
      if (event.getTag() == null) {
        node.setTag(event.getImplicit().canOmitTagInPlainScalar() ? YamlScalar.PLAIN : Tag.STR);
      } else if (event.getTag().equals(AS_TEXT)) {
        node.setTag(Tag.STR);
      }
      return node;
    }
  }

  private JsonNode json(Node node) throws UnreadableException {
    if (++values > MOST_VALUES) {
      throw new UnreadableException("refers to itself too often: write out what it means.");
    }
    return switch (node) {
      case MappingNode mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        put(mapping, object);
        yield object;
      }
      case SequenceNode sequence -> {
        enter(sequence);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node each : sequence.getValue()) {
          array.add(json(each));
        }
        open.remove(sequence);
        yield array;
      }
      default -> YamlScalar.value((ScalarNode) node, line(node));
    };
  }

  private int line(Node node) {
    return begin + node.getStartMark().getLine();
  }

  private void enter(Node node) throws UnreadableException {
    if (!open.add(node)) {
      throw new UnreadableException(line(node));
    }
  }

  /**
   * Adds the fields of a mapping. As in kubectl, a later value replaces an earlier one, merged or
   * not.
   */
  private void put(MappingNode mapping, ObjectNode into) throws UnreadableException {
    enter(mapping);
    for (NodeTuple each : mapping.getValue()) {
      if (isMerge(each.getKeyNode())) {
        merge(each.getValueNode(), into);
      } else if (each.getKeyNode() instanceof ScalarNode key) {
        into.set(YamlScalar.key(key, line(key)), json(each.getValueNode()));
      } else {
        throw new UnreadableException(line(each.getKeyNode()));
      }
    }
    open.remove(mapping);
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && scalar.getValue().equals(MERGE)
        && (scalar.getTag().equals(YamlScalar.PLAIN) || scalar.getTag().equals(Tag.MERGE));
  }

  private void merge(Node from, ObjectNode into) throws UnreadableException {
    if (from instanceof MappingNode mapping) {
      put(mapping, into);
    } else if (from instanceof SequenceNode sequence && sequence.getAnchor() == null) {
      for (Node each : sequence.getValue().reversed()) {
        if (!(each instanceof MappingNode mapping)) {
          throw new UnreadableException(line(each));
        }
        put(mapping, into);
      }
    } else {
      throw new UnreadableException(line(from));
    }
  }
}
