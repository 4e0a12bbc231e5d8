package dev.livecallback.operator.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.livecallback.operator.metrics.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * The metrics for several readers. An answer stays in memory until its reader has received it, and
 * there may be many slow readers. So while one reader still receives an answer that is at most a
 * second old, another reader gets the same bytes.
 */
final class SharedScrape {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final UnaryOperator<String> contentType;
  private final Function<String, Metrics.Page> scrape;
  private final InstantSource clock;

  /** The last page by format: content type and whether it is zipped. There are at most four. */
  @GuardedBy("this")
  private final Map<PageFormat, SharedPage> last = new HashMap<>();

  /** An answer for one or more readers. Each reader closes it after receiving it. */
  static final class SharedPage implements AutoCloseable {
    private final String contentType;
    private final byte[] body;
    private final Instant at;
    private final AtomicInteger readers = new AtomicInteger(1);

    private SharedPage(String contentType, byte[] body, Instant at) {
      this.contentType = contentType;
      this.body = body;
      this.at = at;
    }

    String contentType() {
      return contentType;
    }

    /** Returns the bytes. Other readers get the same array, so don't change it. */
    byte[] body() {
      return body;
    }

    @Override
    public void close() {
      readers.decrementAndGet();
    }
  }

  private record PageFormat(String contentType, boolean zipped) {}

  /** Returns the shared scrape of a process's metrics. */
  static SharedScrape of(Metrics metrics, InstantSource clock) {
    return new SharedScrape(metrics::contentType, metrics::scrape, clock);
  }

  /**
   * Creates a shared scrape. It scrapes nothing before the first reader asks.
   *
   * @param contentType the answer's content type, one of a few, by the reader's Accept header
   * @param scrape all metrics, as they are now, by the reader's Accept header
   */
  SharedScrape(
      UnaryOperator<String> contentType,
      Function<String, Metrics.Page> scrape,
      InstantSource clock) {
    this.contentType = contentType;
    this.scrape = scrape;
    this.clock = clock;
  }

  /**
   * Returns the page for a reader.
   *
   * @param accept the reader's Accept header; "" = there is none
   * @param zipped whether the reader takes gzip
   */
  synchronized SharedPage read(String accept, boolean zipped) throws IOException {
    PageFormat format = new PageFormat(contentType.apply(accept), zipped);
    Instant now = clock.instant();
    SharedPage known = last.get(format);
    if (known != null && known.readers.get() > 0 && now.isBefore(known.at.plus(FRESH))) {
      known.readers.incrementAndGet();
      return known;
    }
    Metrics.Page page = scrape.apply(accept);
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    SharedPage fresh = new SharedPage(page.contentType(), zipped ? zip(body) : body, now);
    last.put(format, fresh);
    return fresh;
  }

  private static byte[] zip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }
}
