package dev.tenon.gpu.kernels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests on a card with as many multiprocessors as a data centre's, for which work is cut into more pieces. */
public interface LargeCard {
    String PROPERTY = "tenon.gpu.multiprocessors";

    @BeforeAll
    static void enlarge() {
        System.setProperty(PROPERTY, "132");
    }

    @AfterAll
    static void shrink() {
        System.clearProperty(PROPERTY);
    }
}
