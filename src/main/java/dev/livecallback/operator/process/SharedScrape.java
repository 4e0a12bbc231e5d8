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
 * The metrics for several readers. An answer stays in memory until its reader has it, and readers
 * may be many, and slow: so whoever asks while another still reads what was scraped within the last
 * second gets the very same bytes.
 */
final class SharedScrape {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final UnaryOperator<String> contentType;
  private final Function<String, Metrics.Page> scrape;
  private final InstantSource clock;

  /** By format, and whether it is zipped: four at most. */
  @GuardedBy("this")
  private final Map<PageFormat, SharedPage> last = new HashMap<>();

  /** What a reader gets; to be closed when he has it. */
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

    /** The bytes, which others get, too: not to be changed. */
    byte[] body() {
      return body;
    }

    @Override
    public void close() {
      readers.decrementAndGet();
    }
  }

  private record PageFormat(String contentType, boolean zipped) {}

  /** Those of a process. */
  static SharedScrape of(Metrics metrics, InstantSource clock) {
    return new SharedScrape(metrics::contentType, metrics::scrape, clock);
  }

  /**
   * Nothing is scraped before somebody asks.
   *
   * @param contentType what an answer will have, one of a few, by what the asker understands
   * @param scrape all metrics, as they are now, by the same
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
   * What to answer.
   *
   * @param accept what the asker understands; "" = it doesn't say
   * @param zipped whether it takes gzip
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
