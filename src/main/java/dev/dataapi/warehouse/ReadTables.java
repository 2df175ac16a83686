package dev.dataapi.warehouse;

import java.util.List;
import java.util.Set;

/**
 * The tables and views that declared statements read.
 */
@FunctionalInterface
public interface ReadTables {

	/** Their names, each of one to three parts without quotes. */
	Set<List<String>> names();

}
