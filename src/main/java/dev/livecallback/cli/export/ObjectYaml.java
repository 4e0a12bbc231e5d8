package dev.livecallback.cli.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import dev.livecallback.api.AccountRef;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.SecretKeyRef;
import dev.livecallback.api.WellKnown;
import dev.livecallback.volcengine.SecretText;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects as YAML that every parser reads in the same way, with their fields in a fixed order. */
final class ObjectYaml {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .stringQuotingChecker(new Quoting())
              .build());

  private final ExportForm form;

  ObjectYaml(ExportForm form) {
    this.form = form;
  }

  /** Returns an object as YAML. */
  String of(ExportedObject object) {
    ObjectNode root =
        head(WellKnown.GROUP + "/" + WellKnown.VERSION, "LiveCallback", object.name());
    LiveCallbackSpec from = object.spec();
    ObjectNode spec = root.putObject("spec");
    AccountRef account = from.accountRef();
    if (account != null) {
      ObjectNode ref = spec.putObject("accountRef").put("name", account.name());
      put(ref, "namespace", account.namespace());
    }
    put(spec, "vhost", from.vhost());
    put(spec, "domain", from.domain());
    put(spec, "app", from.app());
    spec.put("messageType", from.messageType());
    ArrayNode targets = spec.putArray("callbackDetailList");
    from.callbackDetailList().forEach(target -> targets.addObject().put("url", target.url()));
    if (from.transcodes()) {
      spec.put("transcodeCallback", true);
    }
    SecretKeyRef key = from.authKeyPrimarySecretRef();
    if (key != null) {
      spec.put("authEnable", true);
      spec.putObject("authKeyPrimarySecretRef").put("name", key.name()).put("key", key.key());
    }
    put(spec, "managementPolicy", from.managementPolicy());
    return text(root);
  }

  /** Returns the Secret that an object names, as YAML. */
  String secret(String name, SecretText key) {
    ObjectNode root = head("v1", "Secret", name);
    root.put("type", "Opaque");
    root.putObject("stringData").put(RecordExporter.SECRET_KEY, key.reveal());
    return text(root);
  }

  /** Returns a kustomization of these files. */
  static String kustomization(List<String> files) {
    ObjectNode root = YAML.createObjectNode();
    root.put("apiVersion", "kustomize.config.k8s.io/v1beta1").put("kind", "Kustomization");
    ArrayNode resources = root.putArray("resources");
    files.forEach(resources::add);
    return text(root);
  }

  private ObjectNode head(String apiVersion, String kind, String name) {
    ObjectNode root = YAML.createObjectNode();
    root.put("apiVersion", apiVersion).put("kind", kind);
    put(root.putObject("metadata").put("name", name), "namespace", form.namespace());
    return root;
  }

  private static void put(ObjectNode into, String field, @Nullable String value) {
    if (value != null) {
      into.put(field, value);
    }
  }

  private static String text(ObjectNode root) {
    try {
      return YAML.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      // The exception's message would quote the text.
      throw new IllegalStateException("a tree of texts that can't be written as YAML");
    }
  }

  /** A rule that quotes every text that some version of YAML reads as another type. */
  private static final class Quoting extends StringQuotingChecker {
    private static final long serialVersionUID = 1;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS =
        Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    @Override
    public boolean needToQuoteName(String name) {
      return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return !PLAIN.matcher(value).matches() || WORDS.contains(value.toLowerCase(Locale.ROOT));
    }
  }
}
