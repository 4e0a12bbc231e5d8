package dev.livecallback.bench;

import dev.livecallback.api.CallbackDetailSpec;
import dev.livecallback.api.LiveCallbackSpec;
import dev.livecallback.api.LiveCallbackSpecBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * One object of a scenario, and the record that it wants.
 *
 * @param name the object's
 * @param vhost its scope
 * @param app its application
 */
record Callback(String name, String vhost, String app) {

  /** Objects that are spread over so many vhosts; the prefix is theirs alone. */
  static List<Callback> spread(String prefix, int objects, int scopes) {
    List<Callback> all = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      all.add(
          new Callback(prefix + "-" + i, prefix + "-" + i % scopes + ".example.com", "app" + i));
    }
    return all;
  }

  LiveCallbackSpec spec() {
    return LiveCallbackSpecBuilder.builder()
        .vhost(vhost)
        .app(app)
        .messageType("push")
        .callbackDetailList(List.of(new CallbackDetailSpec("http", url())))
        .build();
  }

  /** The record, as the simulator's admin API takes it. */
  String record() {
    return """
        {"Vhost": "%s", "App": "%s", "MessageType": "push",
         "CallbackDetailList": [{"CallbackType": "http", "URL": "%s"}]}
        """
        .formatted(vhost, app, url());
  }

  private String url() {
    return "https://hooks.example.com/" + name;
  }
}
