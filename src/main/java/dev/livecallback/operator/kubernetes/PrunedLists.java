package dev.livecallback.operator.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Has the pages of all lists that fill a cache pruned while they arrive: the client reads a page
 * whole before it decodes it.
 */
public final class PrunedLists implements Interceptor {
  /** What the client calls it. */
  public static final String NAME = "pruned-lists";

  /** How many objects a page may have. */
  public static final long OBJECTS_A_PAGE = 100;

  /** How many accounts a page may have: each may have a megabyte of rules, until it is read. */
  public static final long ACCOUNTS_A_PAGE = 10;

  /** How many Secrets a page may have, of which little is kept. */
  public static final long SECRETS_A_PAGE = 500;

  private static final Pattern LISTS = Pattern.compile(".*/(livecallbacks|liveaccounts|secrets)");

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return isPage(request) ? new Pruning(consumer) : consumer;
  }

  /** Only informers ask for pages. */
  private static boolean isPage(HttpRequest request) {
    URI uri = request.uri();
    String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
    return request.method().equals("GET")
        && LISTS.matcher(uri.getPath()).matches()
        && query.contains("limit=");
  }

  /**
   * Gives on what is left of each piece. What is no JSON, an error's text, it gives on as it is.
   */
  private static final class Pruning implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private @Nullable ListPruner pruner;
    private boolean began;

    Pruning(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void consume(List<ByteBuffer> pieces, AsyncBody body) throws Exception {
      List<ByteBuffer> kept = new ArrayList<>();
      for (ByteBuffer piece : pieces) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        kept.add(ByteBuffer.wrap(pruned(bytes)));
      }
      consumer.consume(kept, body);
    }

    private byte[] pruned(byte[] bytes) throws IOException {
      if (!began && bytes.length > 0) {
        began = true;
        pruner = bytes[0] == '{' ? new ListPruner() : null;
      }
      return pruner == null ? bytes : pruner.prune(bytes);
    }
  }
}
