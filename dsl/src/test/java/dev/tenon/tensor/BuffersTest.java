package dev.tenon.tensor;

import static dev.tenon.Tenon.frombuffer;
import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuffersTest {
    @Test
    void buffersOfEveryPrimitiveTypeGiveTheirElements() {
        assertThat(frombuffer(FloatBuffer.wrap(new float[] {1.5F, -2}), DType.FLOAT32).toFloatArray()).containsExactly(1.5F, -2);
        assertThat(frombuffer(DoubleBuffer.wrap(new double[] {0.1, 7}), DType.FLOAT64).toDoubleArray()).containsExactly(0.1, 7);
        assertThat(frombuffer(LongBuffer.wrap(new long[] {Long.MIN_VALUE, 3}), DType.INT64).toLongArray()).containsExactly(Long.MIN_VALUE,
            3);
        assertThat(frombuffer(IntBuffer.wrap(new int[] {-9, 9}), DType.INT32).toIntArray()).containsExactly(-9, 9);
        assertThat(frombuffer(ShortBuffer.wrap(new short[] {-9, 9}), DType.INT16).toShortArray()).containsExactly((short) -9, (short) 9);
        assertThat(frombuffer(ByteBuffer.wrap(new byte[] {-1, 1}), DType.INT8).toByteArray()).containsExactly(-1, 1);
        assertThat(frombuffer(ByteBuffer.wrap(new byte[] {-1, 1}), DType.UINT8).toIntArray()).containsExactly(255, 1);
        assertThat(frombuffer(ByteBuffer.wrap(new byte[] {0, 1}), DType.BOOL).toBooleanArray()).containsExactly(false, true);
        assertThat(frombuffer(ShortBuffer.wrap(new short[] {0x3C00}), DType.FLOAT16).item()).isEqualTo(1);
        assertThat(frombuffer(ShortBuffer.wrap(new short[] {0x3F80}), DType.BFLOAT16).item()).isEqualTo(1);
    }

    @Test
    void onlyWhatLiesBetweenPositionAndLimitIsTaken() {
        var buffer = FloatBuffer.wrap(new float[] {0, 1, 2, 3, 4, 5, 6, 7}).position(1).limit(7);
        var matrix = frombuffer(buffer, DType.FLOAT32, 2, 3);
        assertThat(matrix.shape().toArray()).containsExactly(2, 3);
        assertThat(matrix.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(buffer.limit()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void bytesComeBackInEitherOrderAndFromEitherMemory(DType dtype) {
        var values = tensor(new double[][] {{0, 1, 1}, {1, 0, 0}}, dtype);
        var own = values.asByteBuffer();
        assertThat(own.order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(frombuffer(own, dtype, 2, 3).toDoubleArray()).isEqualTo(values.toDoubleArray());
        int width = dtype.bytes();
        var turned = ByteBuffer.allocate(6 * width + 1).position(1).order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 6; i++) {
            for (int b = 0; b < width; b++) {
                turned.put(own.get(i * width + (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? b : width - 1 - b)));
            }
        }
        assertThat(frombuffer(turned.position(1), dtype, 2, 3).toDoubleArray()).isEqualTo(values.toDoubleArray());
    }

    @Test
    void floatsAreReadThroughABufferOfATensor() {
        var floats = tensor(new float[] {1, 2.5F, 3}).asByteBuffer().asFloatBuffer();
        assertThat(floats.remaining()).isEqualTo(3);
        assertThat(floats.get(1)).isEqualTo(2.5F);
        assertThat(tensor(new double[0]).asByteBuffer().remaining()).isZero();
    }

    @Test
    void arraysOfShortsAndBytesAreIntegers() {
        assertThat(tensor(new short[] {-3, 4}).dtype()).isEqualTo(DType.INT64);
        assertThat(tensor(new byte[] {-3, 4}).toLongArray()).containsExactly(-3, 4);
        assertThat(tensor(new double[] {258.9, -1}).toByteArray()).containsExactly(2, -1);
    }

    @Test
    void aBufferThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> frombuffer(FloatBuffer.allocate(4), DType.INT32)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("holds no int32").hasMessageContaining("try:");
        assertThatThrownBy(() -> frombuffer(CharBuffer.allocate(4), DType.INT16)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> frombuffer(ByteBuffer.allocate(7), DType.FLOAT32)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("takes 4 bytes, the buffer has 7");
        assertThatThrownBy(() -> frombuffer(ByteBuffer.allocate(8), DType.FLOAT32, 3)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("takes 12 bytes, the buffer has 8");
    }
}
