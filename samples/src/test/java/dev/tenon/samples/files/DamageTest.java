package dev.tenon.samples.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DamageTest {
    @Test
    void damagedFilesAreReadOrRefusedByName() throws Exception {
        assertThat(MutateCommand.run(120, 7, "256m", false)).isZero();
    }

    @Test
    void killedProcessesLoseNothing() throws Exception {
        assertThat(KillsCommand.run(2, 1, 7)).isZero();
    }

    @Test
    void mutationsFollowFromTheirSeed() {
        var whole = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}....".getBytes(StandardCharsets.US_ASCII);
        var first = new Mutator(new SplittableRandom(1));
        var second = new Mutator(new SplittableRandom(1));
        for (int i = 0; i < 200; i++) {
            assertThat(first.mutate(whole)).isEqualTo(second.mutate(whole));
        }
    }
}
