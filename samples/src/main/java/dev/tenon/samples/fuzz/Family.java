package dev.tenon.samples.fuzz;

/** A family of calls, each made of its number and the random values that this number gives. */
interface Family {
    /** The call of this number. */
    Call call(long index, Values values);

    /** The family of this name: {@code names}, {@code typed}, or a class with a constructor that takes nothing. */
    static Family named(String name) {
        return switch (name) {
            case "names" -> new NamedCalls();
            case "typed" -> new TypedCalls();
            default -> {
                try {
                    yield (Family) Class.forName(name).getDeclaredConstructor().newInstance();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException("there is no family of calls " + name, e);
                }
            }
        };
    }
}
