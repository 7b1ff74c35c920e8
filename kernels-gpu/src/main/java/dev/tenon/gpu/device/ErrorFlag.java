package dev.tenon.gpu.device;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.IndexException;
import dev.tenon.gpu.driver.Driver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The first index out of range, or integer divided by zero, that a kernel met. Kernels check what they are given but cannot throw: they pass
 * over a wrong one and note it in device memory, as the structure {@code TnError} of {@code tenon.cuh}. It is looked at when the host waits for the device, and
 * only if a kernel that could note something was queued since.
 */
public final class ErrorFlag {
    private static final int BYTES = 32;
    private static final int DIVISION = 4;
    private static final int INDEX = 8;
    private static final int SIZE = 16;
    private static final int DIM = 24;

    private final Driver driver;
    private final MemorySegment host = Arena.ofAuto().allocate(BYTES, 16);
    private final List<String> operators = new ArrayList<>();
    private long address;
    private boolean isArmed;

    ErrorFlag(Driver driver) {
        this.driver = driver;
    }

    /** The structure's address on the device, for a launch that may note an error. */
    public synchronized long arm() {
        if (address == 0) {
            address = driver.allocate(BYTES);
            driver.fill(address, 0, BYTES);
        }
        isArmed = true;
        return address;
    }

    /** The number by which a kernel names the operator; not 0, which is no error. */
    public synchronized int number(String operator) {
        int at = operators.indexOf(operator);
        if (at < 0) {
            at = operators.size();
            operators.add(operator);
        }
        return at + 1;
    }

    /**
     * Waits for the device if something may have been noted, and forgets it.
     *
     * @throws IndexException if an index was out of range; the message names the operator that was given it
     * @throws ArgumentException if an integer was divided by zero
     */
    public synchronized void check() {
        if (!isArmed) {
            return;
        }
        isArmed = false;
        driver.download(address, host.address(), BYTES);
        int operator = host.get(ValueLayout.JAVA_INT, 0);
        if (operator != 0) {
            driver.fill(address, 0, BYTES);
            throw host.get(ValueLayout.JAVA_INT, DIVISION) != 0 ? divided(operators.get(operator - 1))
                : outOfRange(operators.get(operator - 1));
        }
    }

    private static ArgumentException divided(String operator) {
        return new ArgumentException(
            operator + ": ZeroDivisionError: an integer was divided by zero\n  try:   a floating dtype, or where() to keep zeros out");
    }

    private IndexException outOfRange(String operator) {
        long index = host.get(ValueLayout.JAVA_LONG, INDEX);
        long size = host.get(ValueLayout.JAVA_LONG, SIZE);
        long dim = host.get(ValueLayout.JAVA_LONG, DIM);
        return new IndexException(operator + ": index " + index + " is out of range for dimension " + dim + " of size " + size
            + (size == 0 ? ", which has no elements" : ", expected [0, " + (size - 1) + "]"));
    }
}
