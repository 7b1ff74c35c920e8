package dev.tenon.wrong;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Collects wrong calls. */
final class Calls {
    private final List<WrongCall> calls = new ArrayList<>();

    Calls add(String operator, String mistake, Callable<?> call) {
        calls.add(new WrongCall(operator, mistake, call));
        return this;
    }

    List<WrongCall> list() {
        return List.copyOf(calls);
    }
}
