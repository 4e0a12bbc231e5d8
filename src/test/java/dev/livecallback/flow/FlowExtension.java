package dev.livecallback.flow;

import dev.livecallback.testing.ControlPlaneExtension;
import dev.livecallback.testing.OperatorUnderTest;
import dev.livecallback.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Opens scenes and hands out what is in them; see {@link Flow}. Of a test that fails the operators'
 * logs are kept, beside the reports.
 */
final class FlowExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace STORE = Namespace.create(FlowExtension.class);
  private static final Path KEPT_LOGS = Path.of("target/operator-logs");
  private static final Map<Class<?>, Function<Scene, Object>> PARTS =
      Map.of(
          Scene.class, scene -> scene,
          Callbacks.class, Scene::callbacks,
          Accounts.class, Scene::accounts,
          Console.class, Scene::console,
          OperatorUnderTest.class, Scene::firstOperator);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARTS.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return Objects.requireNonNull(PARTS.get(type)).apply(scene(context));
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isEmpty()) {
      return;
    }
    String test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    List<String> lines =
        Stream.iterate(
                Optional.of(context),
                Optional::isPresent,
                it -> it.flatMap(ExtensionContext::getParent))
            .flatMap(Optional::stream)
            .flatMap(it -> opened(it).stream())
            .flatMap(scene -> scene.logs().stream())
            .toList();
    Files.createDirectories(KEPT_LOGS);
    Files.write(KEPT_LOGS.resolve(test + ".log"), lines);
  }

  private static Optional<Scene> opened(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(STORE).get(context.getUniqueId(), Scene.class));
  }

  /** JUnit closes what its stores hold: a scene before the namespace that it is in. */
  private static Scene scene(ExtensionContext context) {
    Flow flow =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Flow.class).orElseThrow();
    TestCluster cluster = ControlPlaneExtension.cluster(context);
    return context
        .getStore(STORE)
        .computeIfAbsent(context.getUniqueId(), key -> Scene.open(cluster, flow), Scene.class);
  }
}
