package dev.livecallback.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The objects of a heap dump in HPROF format, with the size that each takes with compressed
 * references and compact headers, and whom it refers to.
 */
final class HeapDump {
  private static final int STRING = 0x01;
  private static final int LOAD_CLASS = 0x02;
  private static final int SEGMENT = 0x0C;
  private static final int SEGMENT_OF_SEVERAL = 0x1C;
  private static final int REFERENCE = 2;
  private static final int HEADER = 8;
  private static final int ARRAY_HEADER = 12;
  private static final long[] NONE = {};

  /** One object. */
  static final class Entry {
    private final String type;
    private final int bytes;
    private final long[] references;

    private Entry(String type, int bytes, long[] references) {
      this.type = type;
      this.bytes = bytes;
      this.references = references;
    }

    /** Its class, with slashes; an array's is empty. */
    String type() {
      return type;
    }

    /** What it takes. */
    int bytes() {
      return bytes;
    }

    /** The ids of those that it refers to. */
    LongStream references() {
      return LongStream.of(references);
    }
  }

  private record Type(long parent, List<Integer> fields) {}

  private record Instance(long id, long type, ByteBuffer fields) {}

  private final Map<Long, String> strings = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Type> types = new HashMap<>();
  private final List<Instance> instances = new ArrayList<>();
  private final Map<Long, Entry> entries = new HashMap<>();

  private HeapDump() {}

  /** All objects, by id. */
  static Map<Long, Entry> read(Path file) throws IOException {
    HeapDump dump = new HeapDump();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      dump.read(in);
    }
    dump.instances.forEach(dump::resolve);
    return dump.entries;
  }

  private void read(DataInputStream in) throws IOException {
    while (in.readByte() != 0) {
      // The name of the format, up to a zero.
    }
    if (in.readInt() != Long.BYTES) {
      throw new IOException("ids of 8 bytes are expected");
    }
    in.readLong();
    while (true) {
      int tag = in.read();
      if (tag < 0) {
        return;
      }
      in.readInt();
      long length = Integer.toUnsignedLong(in.readInt());
      switch (tag) {
        case STRING ->
            strings.put(in.readLong(), new String(bytes(in, length - 8), StandardCharsets.UTF_8));
        case LOAD_CLASS -> {
          in.readInt();
          long type = in.readLong();
          in.readInt();
          names.put(type, strings.getOrDefault(in.readLong(), ""));
        }
        case SEGMENT, SEGMENT_OF_SEVERAL -> {
          for (long left = length; left > 0; ) {
            left -= item(in);
          }
        }
        default -> in.skipNBytes(length);
      }
    }
  }

  /** Reads one item of a segment and returns how long it is. */
  private long item(DataInputStream in) throws IOException {
    int tag = in.read();
    return switch (tag) {
      case 0xFF, 0x05, 0x07 -> skipped(in, 8);
      case 0x01, 0x02, 0x03, 0x08 -> skipped(in, 16);
      case 0x04, 0x06 -> skipped(in, 12);
      case 0x20 -> type(in);
      case 0x21 -> instance(in);
      case 0x22 -> references(in);
      case 0x23 -> numbers(in);
      case -1 -> throw new EOFException();
      default -> throw new IOException("an unknown item: " + tag);
    };
  }

  private static long skipped(DataInputStream in, int bytes) throws IOException {
    in.skipNBytes(bytes);
    return 1L + bytes;
  }

  private long instance(DataInputStream in) throws IOException {
    long id = in.readLong();
    in.readInt();
    long type = in.readLong();
    int length = in.readInt();
    instances.add(new Instance(id, type, ByteBuffer.wrap(bytes(in, length))));
    return 25L + length;
  }

  private long references(DataInputStream in) throws IOException {
    long id = in.readLong();
    in.readInt();
    int length = in.readInt();
    in.readLong();
    long[] references = new long[length];
    for (int i = 0; i < length; i++) {
      references[i] = in.readLong();
    }
    entries.put(id, new Entry("", aligned(ARRAY_HEADER + 4 * length), references));
    return 25L + 8L * length;
  }

  private long numbers(DataInputStream in) throws IOException {
    long id = in.readLong();
    in.readInt();
    int length = in.readInt();
    int size = size(in.readByte(), Long.BYTES);
    in.skipNBytes((long) length * size);
    entries.put(id, new Entry("", aligned(ARRAY_HEADER + size * length), NONE));
    return 18L + (long) length * size;
  }

  private long type(DataInputStream in) throws IOException {
    long id = in.readLong();
    in.readInt();
    long parent = in.readLong();
    in.skipNBytes(5 * 8 + 4);
    long read = 1 + 8 + 4 + 8 + 5 * 8 + 4;
    int constants = in.readUnsignedShort();
    read += 2;
    for (int i = 0; i < constants; i++) {
      in.readShort();
      int size = size(in.readByte(), Long.BYTES);
      in.skipNBytes(size);
      read += 3L + size;
    }
    int statics = in.readUnsignedShort();
    read += 2;
    for (int i = 0; i < statics; i++) {
      in.readLong();
      int size = size(in.readByte(), Long.BYTES);
      in.skipNBytes(size);
      read += 9L + size;
    }
    int count = in.readUnsignedShort();
    read += 2;
    List<Integer> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.readLong();
      fields.add((int) in.readByte());
      read += 9;
    }
    types.put(id, new Type(parent, fields));
    return read;
  }

  private void resolve(Instance instance) {
    long[] references = new long[instance.fields().limit() / Long.BYTES];
    int count = 0;
    int bytes = HEADER;
    int at = 0;
    for (Type type = types.get(instance.type()); type != null; type = types.get(type.parent())) {
      for (int field : type.fields()) {
        if (field == REFERENCE) {
          references[count++] = instance.fields().getLong(at);
        }
        bytes += size(field, Integer.BYTES);
        at += size(field, Long.BYTES);
      }
    }
    entries.put(
        instance.id(),
        new Entry(
            names.getOrDefault(instance.type(), ""),
            aligned(bytes),
            Arrays.copyOf(references, count)));
  }

  private static int size(int type, int reference) {
    return switch (type) {
      case REFERENCE -> reference;
      case 4, 8 -> 1;
      case 5, 9 -> 2;
      case 6, 10 -> 4;
      case 7, 11 -> 8;
      default -> throw new IllegalArgumentException("an unknown type: " + type);
    };
  }

  private static int aligned(int bytes) {
    return (bytes + 7) / 8 * 8;
  }

  private static byte[] bytes(DataInputStream in, long length) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(length)];
    in.readFully(bytes);
    return bytes;
  }
}
