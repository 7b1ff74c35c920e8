package dev.tenon.data.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a camera was held: the number, 1 to 8, that the Exif part of a JPEG file has for it. What is no JPEG file, or says nothing that makes
 * sense, is upright.
 *
 * @param number as Exif has it
 */
record Orientation(int number) {
    static final Orientation UPRIGHT = new Orientation(1);

    private static final int JPEG = 0xFFD8;
    private static final int FIRST_MARKER = 0xFFC0;
    private static final int PICTURE = 0xFFDA;
    private static final int APPLICATION_1 = 0xFFE1;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRY_BYTES = 12;
    private static final int TAG = 0x0112;

    /** What the parts of a file before its picture say. */
    static Orientation of(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readUnsignedShort() != JPEG) {
                return UPRIGHT;
            }
            for (int marker = in.readUnsignedShort(); marker >= FIRST_MARKER && marker != PICTURE; marker = in.readUnsignedShort()) {
                int length = Math.max(0, in.readUnsignedShort() - Short.BYTES);
                if (marker != APPLICATION_1) {
                    in.skipNBytes(length);
                    continue;
                }
                int number = number(in.readNBytes(length));
                if (number >= 1 && number <= 8) {
                    return new Orientation(number);
                }
            }
            return UPRIGHT;
        } catch (EOFException _) {
            return UPRIGHT;
        }
    }

    /** The first directory of a TIFF structure, which Exif is; 0 where it has no such entry. */
    private static int number(byte[] segment) {
        if (segment.length < EXIF.length + 8 || !ByteBuffer.wrap(segment, 0, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
            return 0;
        }
        var tiff = ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length).slice();
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long at = Integer.toUnsignedLong(tiff.getInt(4));
        if (at + Short.BYTES > tiff.limit()) {
            return 0;
        }
        int entries = Short.toUnsignedInt(tiff.getShort((int) at));
        for (long entry = at + Short.BYTES; entries > 0 && entry + ENTRY_BYTES <= tiff.limit(); entry += ENTRY_BYTES, entries--) {
            if (Short.toUnsignedInt(tiff.getShort((int) entry)) == TAG) {
                return Short.toUnsignedInt(tiff.getShort((int) entry + 8));
            }
        }
        return 0;
    }

    /** Whether height and width change places. */
    boolean turnsSideways() {
        return number >= 5;
    }

    /** Planes of {@code height} by {@code width} as they are looked at. */
    float[] upright(float[] planes, int height, int width) {
        if (number == 1) {
            return planes;
        }
        var turned = new float[planes.length];
        int columns = turnsSideways() ? height : width;
        int size = height * width;
        for (int plane = 0; plane < planes.length; plane += size) {
            for (int i = 0; i < size; i++) {
                turned[plane + i] = planes[plane + source(i / columns, i % columns, height, width)];
            }
        }
        return turned;
    }

    /** Where the pixel that is looked at in this row and column lies in the file. */
    private int source(int row, int column, int height, int width) {
        int y = turnsSideways() ? column : row;
        int x = turnsSideways() ? row : column;
        boolean fromBelow = number == 3 || number == 4 || number == 6 || number == 7;
        boolean fromRight = number == 2 || number == 3 || number == 7 || number == 8;
        return (fromBelow ? height - 1 - y : y) * width + (fromRight ? width - 1 - x : x);
    }
}
