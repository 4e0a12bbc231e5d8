package dev.livecallback.volcengine;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hosts that are called without the proxy: one element of {@code NO_PROXY}. The rules are those of
 * Go's {@code golang.org/x/net/http/httpproxy}, and so of kubectl. Addresses may be in brackets,
 * too.
 */
public sealed interface DirectHost {
  /** Returns whether a host at a port is among these. */
  boolean covers(String host, int port);

  /** Every host: {@code *}. */
  record Any() implements DirectHost {
    @Override
    public boolean covers(String host, int port) {
      return true;
    }
  }

  /**
   * A single address.
   *
   * @param port the only port; 0 = any
   */
  record Address(InetAddress address, int port) implements DirectHost {
    @Override
    public boolean covers(String host, int at) {
      return allows(port, at) && literal(host).filter(address::equals).isPresent();
    }
  }

  /**
   * The addresses that begin with the same bits: {@code 10.0.0.0/8}.
   *
   * @param bits the number of bits that count
   */
  record Network(InetAddress address, int bits) implements DirectHost {
    @Override
    public boolean covers(String host, int port) {
      return literal(host).map(InetAddress::getAddress).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] other) {
      byte[] own = address.getAddress();
      int whole = bits / Byte.SIZE;
      int rest = Byte.SIZE - bits % Byte.SIZE;
      return own.length == other.length
          && Arrays.equals(own, 0, whole, other, 0, whole)
          && (rest == Byte.SIZE || (own[whole] ^ other[whole]) >> rest == 0);
    }
  }

  /**
   * A name, and all names that end in it.
   *
   * @param name the name in lower case, without a dot before it
   * @param subdomainsOnly whether the name itself is left out: {@code .example.com}
   * @param port the only port; 0 = any
   */
  record Name(String name, boolean subdomainsOnly, int port) implements DirectHost {
    @Override
    public boolean covers(String host, int at) {
      String lower = host.toLowerCase(Locale.ROOT);
      boolean itself = !subdomainsOnly && lower.equals(name);
      return allows(port, at) && (itself || lower.endsWith("." + name));
    }
  }

  private static boolean allows(int port, int at) {
    return port == 0 || port == at;
  }

  /** Reads one element; empty if the text isn't one. */
  static Optional<DirectHost> parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    if (plain.equals("*")) {
      return Optional.of(new Any());
    }
    if (plain.contains("/")) {
      return network(plain);
    }
    Optional<InetAddress> address = literal(plain);
    return address.isPresent()
        ? Optional.of(new Address(address.get(), 0))
        : Syntax.HOST.match(plain).flatMap(DirectHost::host);
  }

  private static Optional<DirectHost> network(String text) {
    return Syntax.NETWORK
        .match(text)
        .flatMap(
            parts ->
                literal(parts.group(1))
                    .map(address -> new Network(address, Integer.parseInt(parts.group(2)))))
        .filter(network -> network.bits() <= network.address().getAddress().length * Byte.SIZE)
        .map(DirectHost.class::cast);
  }

  private static Optional<DirectHost> host(Matcher parts) {
    int port = parts.group("port") == null ? 0 : Integer.parseInt(parts.group("port"));
    if (parts.group("port") != null && (port < 1 || port > 65_535)) {
      return Optional.empty();
    }
    String bracketed = parts.group("bracketed");
    String host = bracketed == null ? parts.group("name") : bracketed;
    Optional<InetAddress> address = literal(host);
    if (address.isPresent()) {
      return Optional.of(new Address(address.get(), port));
    }
    return bracketed == null && Syntax.NAME.match(host).isPresent()
        ? ascii(host).map(name -> new Name(name, parts.group("dot") != null, port))
        : Optional.empty();
  }

  private static Optional<String> ascii(String name) {
    try {
      return Optional.of(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the address that a text is; empty if it isn't one. No name is looked up. */
  static Optional<InetAddress> literal(String text) {
    if (Syntax.ADDRESS.match(text).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The forms of texts. */
  enum Syntax {
    /** An address. Java also takes {@code 10} for one. */
    ADDRESS("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*"),
    NETWORK("([0-9a-f:.]+)/(\\d{1,3})"),
    HOST("(\\[(?<bracketed>[^\\[\\]]+)]|(?<dot>\\*?\\.)?(?<name>[^:]+))(:(?<port>\\d{1,5}))?"),
    /** A name whose last part isn't a number: that would be an address with a mistake in it. */
    NAME("([\\p{L}\\p{N}_-]+\\.)*(?!\\d+$)[\\p{L}\\p{N}_-]+");

    private final Pattern pattern;

    Syntax(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }

    Optional<Matcher> match(String text) {
      return Optional.of(pattern.matcher(text)).filter(Matcher::matches);
    }
  }
}
