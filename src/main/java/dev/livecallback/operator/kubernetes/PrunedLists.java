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
 * Prunes the pages of all lists that fill a cache while they arrive: the client reads a whole page
 * before it decodes it.
 */
public final class PrunedLists implements Interceptor {
  /** The client's name for this interceptor. */
  public static final String NAME = "pruned-lists";

  /** The number of objects on a page. */
  public static final long OBJECTS_A_PAGE = 100;

  /** The number of accounts on a page: before it is pruned, each may have a megabyte of rules. */
  public static final long ACCOUNTS_A_PAGE = 10;

  /** The number of Secrets on a page. Little of each is kept. */
  public static final long SECRETS_A_PAGE = 500;

  private static final Pattern LISTS = Pattern.compile(".*/(livecallbacks|liveaccounts|secrets)");

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return isPage(request) ? new Pruning(consumer) : consumer;
  }

  /** Returns whether a request asks for a page. Only informers do. */
  private static boolean isPage(HttpRequest request) {
    URI uri = request.uri();
    String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
    return request.method().equals("GET")
        && LISTS.matcher(uri.getPath()).matches()
        && query.contains("limit=");
  }

  /**
   * Passes on the pruned pieces. If the body isn't JSON but an error's text, passes it on
   * unchanged.
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
