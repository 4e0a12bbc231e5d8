package dev.livecallback.shadow;

import dev.livecallback.calls.Call;
import dev.livecallback.volcengine.Answer;
import java.util.function.Consumer;

/** The connection to the cloud. */
public interface CloudWire {
  /** Sends a call. Its answer is told once, later. */
  void send(Call call, Consumer<Answer<?>> answered);
}
