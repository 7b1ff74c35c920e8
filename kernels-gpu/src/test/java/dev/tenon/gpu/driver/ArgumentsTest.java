package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest extends EmulatedTest {
    private static final String SCALE = """
        extern "C" __global__ void scale_float32(const float* x, float* y, long long n, float by) {
            TN_LOOP(i, n) { y[i] = by * x[i]; }
        }
        """;

    @Test
    void aLaunchThatIsPutTogetherInsideAnotherLeavesItsArguments() {
        long kernel = kernel(SCALE, "scale_float32");
        long x = onDevice(1, 2, 3);
        long y = driver.allocate(12);
        long z = driver.allocate(12);

        var outer = Arguments.begin().pointer(y);
        var inner = Arguments.begin().pointer(x).pointer(y).i64(3).f32(2);
        driver.launch("inner", kernel, Dim.of(1), Dim.of(1), 0, inner);
        inner.end();
        driver.launch("outer", kernel, Dim.of(1), Dim.of(1), 0, outer.pointer(z).i64(3).f32(10));
        outer.end();

        assertThat(floats(y, 3)).containsExactly(2, 4, 6);
        assertThat(floats(z, 3)).containsExactly(20, 40, 60);
    }

    @Test
    void launchesOneAfterAnotherShareTheirMemory() {
        var first = Arguments.begin();
        long pointers = first.i32(1).pointers();
        first.end();

        var second = Arguments.begin();

        assertThat(second.pointers()).isEqualTo(pointers);
        assertThat(second.count()).isZero();
        second.end();
    }

    @Test
    void argumentsThatAreAtAnEndAreNotUsedAgain() {
        var arguments = Arguments.begin().i32(1);
        arguments.end();
        arguments.end();

        assertThatThrownBy(() -> arguments.i32(2)).isInstanceOf(IllegalStateException.class).hasMessageContaining("queued before");
        assertThatThrownBy(() -> driver.launch("late", 1, Dim.of(1), Dim.of(1), 0, arguments)).isInstanceOf(RuntimeException.class);
        assertThat(Arguments.begin()).isNotSameAs(Arguments.begin());
    }

    @Test
    void launchesThatAnErrorKeptFromTheQueueDoNotHinderLaterOnes() {
        long kernel = kernel(SCALE, "scale_float32");
        long x = onDevice(1, 2);
        long y = driver.allocate(8);
        var left = Arguments.begin().pointer(x);

        driver.launch("scale", kernel, Dim.of(1), Dim.of(1), 0, Arguments.begin().pointer(x).pointer(y).i64(2).f32(3));

        assertThat(floats(y, 2)).containsExactly(3, 6);
        assertThat(left.count()).isOne();
    }
}
