package dev.tenon.gpu.driver;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel compiled for the emulated machine.
 *
 * @param name as in its source
 * @param unit the state that its unit shares with the machine
 * @param entry the function that calls it with arguments given by their addresses
 * @param parameters bytes of each
 */
record EmulatedKernel(String name, MemorySegment unit, MemorySegment entry, List<Integer> parameters) {
    /** More parameters than a launch has room for. */
    private static final int LIMIT = 256;

    static EmulatedKernel of(SymbolLookup library, String name) {
        var signature = library.findOrThrow("tn_signature_" + name).reinterpret(4L * LIMIT);
        var parameters = new ArrayList<Integer>();
        for (int i = 0; signature.getAtIndex(ValueLayout.JAVA_INT, i) != 0; i++) {
            parameters.add(signature.getAtIndex(ValueLayout.JAVA_INT, i));
        }
        return new EmulatedKernel(name, library.findOrThrow("tn_unit"), library.findOrThrow("tn_call_" + name), List.copyOf(parameters));
    }

    /** Why these arguments cannot be the kernel's; empty if they can. */
    String refusal(Arguments arguments) {
        if (arguments.count() != parameters.size()) {
            return "takes " + parameters.size() + " arguments, got " + arguments.count();
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (arguments.bytes(i) != parameters.get(i)) {
                return "takes " + parameters.get(i) + " bytes as argument " + i + ", got " + arguments.bytes(i);
            }
        }
        return "";
    }
}
