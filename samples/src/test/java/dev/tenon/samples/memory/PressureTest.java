package dev.tenon.samples.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PressureTest {
    private static final Pattern HELD = Pattern.compile("\\d+\\s+[0-9.]+ MB\\s+([0-9.]+) MB");

    @Test
    void unreachableTensorsOfOtherSizesMakeRoomBeforeARequestIsRefused() throws Exception {
        var loop = loop(List.of("-Xmx256m", "-Dtenon.memory.limit=40000000"), "120");
        assertThat(loop.code()).as(loop.output()).isZero();
        assertThat(largestHeld(loop)).isLessThanOrEqualTo(40);
    }

    @Test
    void evenWhereTheCollectorMayNotBeCalled() throws Exception {
        var loop = loop(List.of("-Xmx256m", "-Dtenon.memory.limit=40000000", "-XX:+DisableExplicitGC"), "60");
        assertThat(loop.code()).as(loop.output()).isZero();
    }

    @Test
    void withoutALimitALoopHoldsASmallMultipleOfWhatItReaches() throws Exception {
        var loop = loop(List.of("-Xmx256m"), "300");
        assertThat(loop.code()).as(loop.output()).isZero();
        assertThat(largestHeld(loop)).isBetween(5.0, 600.0);
    }

    @Test
    void racesEndInExceptionsOnly() throws Exception {
        var races = ChildJvm.tenon(List.of("-Xmx128m", "-Dtenon.memory.limit=48000000"), "races", "--rounds", "42");
        assertThat(races.output()).contains("42 races", " 0 faults");
        assertThat(races.code()).isZero();
    }

    private static ChildJvm.Outcome loop(List<String> flags, String steps) throws IOException, InterruptedException {
        return ChildJvm.tenon(flags, "soak", "--loop", "sizes", "--steps", steps, "--no-afterwards");
    }

    private static double largestHeld(ChildJvm.Outcome loop) {
        return HELD.matcher(loop.output()).results().mapToDouble(found -> Double.parseDouble(found.group(1))).max().orElseThrow();
    }
}
