package dev.livecallback.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.settings.Choice;
import dev.livecallback.settings.ListOf;
import dev.livecallback.settings.NamespaceType;
import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.settings.Period;
import dev.livecallback.settings.Setting;
import dev.livecallback.settings.SettingType;
import dev.livecallback.settings.Url;
import dev.livecallback.settings.WholeNumber;
import dev.livecallback.settings.Word;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which values of the chart are settings of the operator, and what the schema says of them. */
final class ChartSettings {
  private static final Pattern PASSED_ON =
      Pattern.compile("\\(list \"([A-Z_]+)\" \\(?(?:join \",\" )?\\.Values\\.([A-Za-z.]+)");

  /** What a URL's text looks like, roughly: JSON Schema can't look closer. */
  private static final String URL = "https?://[^/@?#]+/?";

  private ChartSettings() {}

  /** The settings that the templates pass a value on to as it is, by the value's name. */
  static Map<String, Setting<?>> byValue() {
    Map<String, Setting<?>> settings =
        OperatorSetting.ALL.stream().collect(Collectors.toMap(Setting::variable, each -> each));
    Map<String, Setting<?>> byValue = new LinkedHashMap<>();
    PASSED_ON
        .matcher(ChartValues.text("templates/_settings.tpl"))
        .results()
        .forEach((MatchResult to) -> byValue.put(to.group(2), settings.get(to.group(1))));
    return byValue;
  }

  /** Puts the keywords of a type into the schema of a value that is left out where it is empty. */
  static void bound(ObjectNode schema, SettingType<?> type) {
    switch (type) {
      case WholeNumber number ->
          schema.put("minimum", number.least()).put("maximum", number.most());
      case Choice<?> choice -> choice.words().forEach(schema.putArray("enum")::add);
      case Period _ -> schema.put("pattern", "^(" + Period.PATTERN + ")?$");
      case Url _ -> schema.put("pattern", "^(" + URL + ")?$");
      case Word word -> schema.put("pattern", "^" + orNothing(word.pattern()) + "$");
      case ListOf<?>(Url _) -> items(schema).put("pattern", "^" + URL + "$");
      case ListOf<?>(NamespaceType _) ->
          items(schema).put("pattern", "^" + NamespaceType.PATTERN + "$");
      default -> {}
    }
  }

  private static ObjectNode items(ObjectNode schema) {
    return (ObjectNode) schema.path("items");
  }

  private static String orNothing(String pattern) {
    return "".matches(pattern) ? pattern : "(" + pattern + ")?";
  }
}
