package dev.livecallback.bench;

import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveAccountSpecBuilder;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.api.WellKnown;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.SimulatorUnderTest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Start and memory with a thousand objects in sync, beside much that others have. */
final class Foreign implements Scenario {
  private static final int OBJECTS = 1000;
  private static final int SCOPES = 50;
  private static final int STARTS = 3;
  private static final int MEGABYTE = 1_000_000;

  @Override
  public String name() {
    return "foreign";
  }

  @Override
  @SuppressWarnings("try")
  public void run(Stage stage) throws IOException {
    try (SimulatorUnderTest simulator = stage.simulator();
        Objects objects = new Objects(stage.client(), "foreign")) {
      stage.settle(simulator, objects, Callback.spread("foreign", OBJECTS, SCOPES));
      beside(stage, simulator, objects, "nothing else", _ -> List.of());
      beside(stage, simulator, objects, "100 MB of other people's Secrets", Foreign::secrets);
      beside(stage, simulator, objects, "100 MB of other tools' annotations", Foreign::annotated);
      beside(stage, simulator, objects, "2,000 accounts that nobody uses", Foreign::accounts);
    }
  }

  @SuppressWarnings("try")
  private void beside(
      Stage stage,
      SimulatorUnderTest simulator,
      Objects objects,
      String what,
      Function<String, List<HasMetadata>> foreign)
      throws IOException {
    // A namespace that the others don't watch.
    String other =
        stage
            .client()
            .resource(
                new NamespaceBuilder()
                    .withMetadata(new ObjectMetaBuilder().withGenerateName("foreign-").build())
                    .build())
            .create()
            .getMetadata()
            .getName();
    Parallel.each(foreign.apply(other), each -> stage.client().resource(each).create());
    List<Double> seconds = new ArrayList<>();
    List<Double> megabytes = new ArrayList<>();
    // The first one writes what there is to be said of them.
    for (int i = 0; i <= STARTS; i++) {
      long began = System.nanoTime();
      try (OperatorUnderTest operator =
          stage.operator(simulator, List.of(objects.namespace(), other)).start()) {
        double ready = (System.nanoTime() - began) / 1e9;
        Stage.pause(Duration.ofSeconds(i == 0 ? 60 : 30));
        if (i > 0) {
          seconds.add(ready);
          megabytes.add(Starts.residentMegabytes(operator.process().pid()));
        }
      }
    }
    stage
        .figures()
        .addSpread(
            name(),
            "the process to Ready, beside " + what,
            Figures.NOTHING,
            Figures.NOTHING,
            seconds,
            "s");
    stage
        .figures()
        .addSpread(
            name(),
            "memory (RSS), beside " + what,
            Figures.NOTHING,
            Figures.NOTHING,
            megabytes,
            "MB");
  }

  private static List<HasMetadata> secrets(String namespace) {
    String value =
        Base64.getEncoder()
            .encodeToString("x".repeat(MEGABYTE).getBytes(StandardCharsets.US_ASCII));
    return IntStream.range(0, 100)
        .<HasMetadata>mapToObj(
            i ->
                new SecretBuilder()
                    .withMetadata(metadata(namespace, "file-" + i).build())
                    .withType("Opaque")
                    .withData(Map.of("file", value))
                    .build())
        .toList();
  }

  /** Objects that nothing is done for. */
  private static List<HasMetadata> annotated(String namespace) {
    List<Callback> callbacks = Callback.spread("annotated", 400, SCOPES);
    return callbacks.stream()
        .<HasMetadata>map(
            callback -> {
              LiveCallback object = new LiveCallback();
              ObjectMeta metadata =
                  metadata(namespace, callback.name())
                      .addToAnnotations(WellKnown.PAUSED, "true")
                      .addToAnnotations("other.example.com/manifest", "x".repeat(MEGABYTE / 4))
                      .build();
              object.setMetadata(metadata);
              object.setSpec(callback.spec());
              return object;
            })
        .toList();
  }

  private static List<HasMetadata> accounts(String namespace) {
    return IntStream.range(0, 2_000)
        .<HasMetadata>mapToObj(
            i -> {
              LiveAccount account = new LiveAccount();
              account.setMetadata(metadata(namespace, "idle-" + i).build());
              account.setSpec(
                  LiveAccountSpecBuilder.builder()
                      .profile(LiveAccountSpec.VOLCENGINE)
                      .credentials(
                          new CredentialsSpec(
                              new CredentialsSecretRef("keys-" + i, null, null, null), null, null))
                      .build());
              return account;
            })
        .toList();
  }

  private static ObjectMetaBuilder metadata(String namespace, String name) {
    return new ObjectMetaBuilder().withNamespace(namespace).withName(name);
  }
}
