package dev.livecallback.operator.config;

import dev.livecallback.settings.OperatorSetting;
import dev.livecallback.volcengine.Egress;
import dev.livecallback.volcengine.Egress.HttpProxy;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The client's configuration for the API server: its address, the login and the proxy. The operator
 * and the commands use it.
 */
public final class ApiServerConfig {
  /**
   * A no-proxy entry that matches every host: the client compares it with the end of a host's name.
   * If there is no entry that the client can read, each copy of its configuration reads {@code
   * NO_PROXY} again.
   */
  private static final String EVERY_HOST = "";

  private static final String NO_HOST = "no-host.invalid";

  private ApiServerConfig() {}

  /**
   * Reads the kubeconfig that the settings name, else the one in the home folder, else the Pod's
   * ServiceAccount.
   *
   * @throws StartupException if the kubeconfig or the ServiceAccount can't be used
   */
  public static Config of(OperatorSettings settings) throws StartupException {
    return of(
        settings.of(OperatorSetting.KUBECONFIG),
        Path.of(System.getProperty("user.home", ""), ".kube", "config"),
        settings.egress());
  }

  /** Returns whether the configuration is a Pod's ServiceAccount and not a kubeconfig. */
  public static boolean isOfPod(Config config) {
    return config.getFile() == null && config.getAutoOAuthToken() != null;
  }

  static Config of(String kubeconfig, Path usual, Egress egress) throws StartupException {
    if (!kubeconfig.isEmpty()) {
      Path path = Path.of(kubeconfig);
      if (!Files.isReadable(path)) {
        throw new StartupException(
            "KUBECONFIG names " + kubeconfig + ", which can't be read: name a file that exists.");
      }
      return ofFile("KUBECONFIG, " + kubeconfig + ",", path, egress);
    }
    if (Files.isReadable(usual)) {
      return ofFile("The kubeconfig in ~/.kube", usual, egress);
    }
    return ofPod(egress);
  }

  /** Returns the configuration of the Pod's ServiceAccount. */
  public static Config ofPod(Egress egress) throws StartupException {
    Config config = read("The kubeconfig in ~/.kube", () -> Config.autoConfigure(null));
    return through(proxyFor(config, egress), config);
  }

  private static Config ofFile(String name, Path path, Egress egress) throws StartupException {
    return ofKubeconfig(name, read(name, () -> Config.fromKubeconfig(path.toFile())), egress);
  }

  /**
   * Checks the login of a kubeconfig's configuration, and adds the proxy for the API server.
   *
   * @param name the name of the kubeconfig at the beginning of a sentence
   * @throws StartupException if a client with this kubeconfig couldn't call the API server, or
   *     could call it only anonymously
   */
  public static Config ofKubeconfig(String name, Config config, Egress egress)
      throws StartupException {
    checkLogin(name, config);
    // For a kubeconfig, the client reads no variables: a proxy in it is the cluster's proxy-url.
    String own = config.getHttpsProxy() == null ? config.getHttpProxy() : config.getHttpsProxy();
    if (own == null) {
      return through(proxyFor(config, egress), config);
    }
    Optional<HttpProxy> proxy = HttpProxy.parse(own);
    if (proxy.isPresent()) {
      return through(proxy.get(), config);
    }
    throw new StartupException(
        name
            + " has a proxy-url that is none of an HTTP proxy: give one such as http://proxy:3128,"
            + " or leave it out and set HTTPS_PROXY.");
  }

  /**
   * Throws if the kubeconfig's login command gave nothing: the client would then call anonymously.
   */
  private static void checkLogin(String name, Config config) throws StartupException {
    boolean anonymous =
        Stream.of(
                config.getAutoOAuthToken(),
                config.getClientCertData(),
                config.getClientCertFile(),
                config.getUsername())
            .allMatch(Objects::isNull);
    Optional<String> command =
        anonymous ? loginCommand(config.getCurrentContext()) : Optional.empty();
    if (command.isPresent()) {
      throw new StartupException(
          "%s has its credentials from the command \"%s\", which gave none: log in anew, or look what kubectl says with the same kubeconfig and context."
              .formatted(name, command.get()));
    }
  }

  /** Returns the command by which a context's user logs in. */
  private static Optional<String> loginCommand(@Nullable NamedContext context) {
    File file = context == null ? null : KubeConfigUtils.getFileWithNamedAuthInfo(context);
    return file == null || context == null || !file.isFile()
        ? Optional.empty()
        : KubeConfigUtils.parseConfig(file).getUsers().stream()
            .filter(user -> user.getName().equals(context.getContext().getUser()))
            .map(user -> user.getUser().getExec())
            .filter(Objects::nonNull)
            .map(ExecConfig::getCommand)
            .findFirst();
  }

  private static @Nullable HttpProxy proxyFor(Config config, Egress egress) {
    HttpUrl url = HttpUrl.parse(config.getMasterUrl());
    return url == null ? null : egress.proxyFor(url).orElse(null);
  }

  /**
   * Sets the proxy. The client's own rules for proxies aren't used: they know no {@code *}, no IPv6
   * and no port.
   */
  private static Config through(@Nullable HttpProxy proxy, Config config) {
    String url =
        proxy == null
            ? null
            : "http://%s:%d"
                .formatted(
                    proxy.host().contains(":") ? "[" + proxy.host() + "]" : proxy.host(),
                    proxy.port());
    config.setHttpProxy(url);
    config.setHttpsProxy(url);
    config.setNoProxy(new String[] {proxy == null ? EVERY_HOST : NO_HOST});
    config.setProxyUsername(proxy == null ? null : proxy.user());
    config.setProxyPassword(
        proxy == null || proxy.password() == null ? null : proxy.password().reveal());
    return config;
  }

  /** Reads a kubeconfig. The client throws any exception if the file's content is invalid. */
  private static Config read(String name, Supplier<Config> reader) throws StartupException {
    try {
      return reader.get();
    } catch (RuntimeException e) {
      throw new StartupException(
          name + " isn't a kubeconfig that can be used: name one that works with kubectl.");
    }
  }
}
