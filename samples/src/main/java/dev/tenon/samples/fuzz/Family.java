package dev.tenon.samples.fuzz;

/** A family of calls, each made of its number and the random values that this number gives. */
interface Family {
    /** The call of this number. */
    Call call(long index, Values values);

    /** The family of this name, {@code names} or {@code typed}. */
    static Family named(String name) {
        return name.equals("typed") ? new TypedCalls() : new NamedCalls();
    }
}
