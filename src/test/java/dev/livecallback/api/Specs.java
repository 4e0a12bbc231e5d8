package dev.livecallback.api;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Specs as YAML: a small valid one, and how another differs from it. */
final class Specs {
  private static final String VALID =
      "{vhost: push.example.com, messageType: push,"
          + " callbackDetailList: [{url: 'https://hooks.example.com/live'}]}";

  private Specs() {}

  /** The valid spec with some fields replaced, added, or (null) removed. */
  static Map<String, Object> validBut(String yaml) {
    return but(VALID, yaml);
  }

  /** This spec with some fields replaced, added, or (null) removed. */
  static Map<String, Object> but(String valid, String yaml) {
    Map<String, Object> spec = read(valid);
    read(yaml)
        .forEach(
            (field, value) -> {
              if (value == null) {
                spec.remove(field);
              } else {
                spec.put(field, value);
              }
            });
    return spec;
  }

  /** The valid spec with one target, which has this URL. */
  static Map<String, Object> withUrl(String url) {
    Map<String, Object> spec = validBut("{}");
    spec.put("callbackDetailList", List.of(Map.of("url", url)));
    return spec;
  }

  /** An object that has nothing but a name and this spec. */
  static GenericKubernetesResource object(String name, Map<String, Object> spec) {
    return object("LiveCallback", name, spec);
  }

  /** An object of one of our kinds that has nothing but a name and this spec. */
  static GenericKubernetesResource object(String kind, String name, Map<String, Object> spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(WellKnown.GROUP + "/" + WellKnown.VERSION)
        .withKind(kind)
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  private static Map<String, Object> read(String yaml) {
    return new LinkedHashMap<>(CrdYaml.load(yaml));
  }
}
