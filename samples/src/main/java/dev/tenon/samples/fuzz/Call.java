package dev.tenon.samples.fuzz;

import java.util.List;

/** One call: an operator and its arguments as descriptions. */
interface Call {
    /** What a message has to name. */
    String operator();

    /** Makes the arguments. */
    Prepared prepare(World world);

    /** A call whose arguments are there. */
    interface Prepared {
        /** Makes it. */
        Object invoke() throws Throwable;
    }

    /** The call as Java code. */
    String java();

    /** Simpler calls of the same operator. */
    List<? extends Call> simpler();
}
