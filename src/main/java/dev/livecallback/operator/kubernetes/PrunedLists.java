package dev.livecallback.operator.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prunes the pages of all lists that fill a cache while they arrive: the client reads a whole page
 * before it decodes it. Of Secrets it asks for the metadata alone, in lists and watches: what
 * others keep in theirs doesn't even travel. An API server that can't leave it out sends all.
 */
public final class PrunedLists implements Interceptor {
  /** The client's name for this interceptor. */
  public static final String NAME = "pruned-lists";

  /** The number of objects on a page. */
  public static final long OBJECTS_A_PAGE = 100;

  /** The number of accounts on a page. At most 128 Ki characters of each one's rules are kept. */
  public static final long ACCOUNTS_A_PAGE = 40;

  /** The number of Secrets on a page. Little of each is kept. */
  public static final long SECRETS_A_PAGE = 500;

  /** The media types of one object's metadata, and of a list of them. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

  static final String METADATA_LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

  private static final Pattern SECRETS = Pattern.compile(".*/secrets");
  private static final Pattern LISTS = Pattern.compile(".*/(livecallbacks|liveaccounts|secrets)");

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!SECRETS.matcher(request.uri().getPath()).matches()) {
      return;
    }
    if (isPage(request)) {
      builder.setHeader("Accept", METADATA_LIST);
    } else if (query(request).contains("watch=true")) {
      builder.setHeader("Accept", METADATA);
    }
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    return isPage(request) ? new Pruning(consumer) : consumer;
  }

  /** Returns whether a request asks for a page. Only informers do. */
  private static boolean isPage(HttpRequest request) {
    return request.method().equals("GET")
        && LISTS.matcher(request.uri().getPath()).matches()
        && query(request).contains("limit=");
  }

  private static String query(HttpRequest request) {
    return Objects.requireNonNullElse(request.uri().getRawQuery(), "");
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
