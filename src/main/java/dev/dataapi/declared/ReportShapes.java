package dev.dataapi.declared;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.declared.sql.SqlTemplate.Part;
import dev.dataapi.declared.sql.SqlTemplate.Variant;

/**
 * What the texts of a report's statements differ in: which optional blocks they have, how
 * long their lists are, which text of the sort they have, and whether they read the first
 * page.
 */
final class ReportShapes {

	/** More would take too long to run at the start. */
	static final int MAX_CHECKED = 256;

	/** Counts no further, so that no count overflows. */
	private static final long MANY = 1L << 31;

	private final ReportDeclaration report;

	private final Map<String, Parameter> parameters;

	ReportShapes(ReportDeclaration report) {
		this.report = report;
		this.parameters = report.parameters().stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
	}

	/** How many there are, {@code 1 << 31} if there are more. */
	long count() {
		long count = 0;
		for (Variant variant : this.report.sql().variants()) {
			long each = (long) sorts().size() * pages().size();
			for (Parameter list : lists(variant)) {
				each = Math.min(MANY, each * list.sizes().size());
			}
			count = Math.min(MANY, count + each);
		}
		return count;
	}

	/** Those that the start checks: all, or a selection if there are too many. */
	List<Shape> checked() {
		return (count() <= MAX_CHECKED) ? this.report.sql().variants().stream().flatMap(this::all).toList()
				: List.copyOf(selection());
	}

	private Stream<Shape> all(Variant variant) {
		List<Map<String, Integer>> sizes = List.of(Map.of());
		for (Parameter list : lists(variant)) {
			sizes = sizes.stream().flatMap((known) -> list.sizes().stream().map((size) -> {
				Map<String, Integer> more = new LinkedHashMap<>(known);
				more.put(list.name(), size);
				return more;
			})).toList();
		}
		return sizes.stream().flatMap((each) -> with(variant, each));
	}

	/**
	 * Without optional blocks, with each alone, and with all of them, these with each
	 * length of the lists.
	 */
	private Set<Shape> selection() {
		Set<Shape> selection = new LinkedHashSet<>();
		selection.addAll(ofLength(0, least()).toList());
		for (int i = 0; i < this.report.sql().blocks().size(); i++) {
			int block = i;
			selection.addAll(ofLength(0, variant((part) -> part.isOutside() || part.block() == block)).toList());
		}
		Variant all = variant((part) -> true);
		int longest = lists(all).stream().mapToInt((list) -> list.sizes().size()).max().orElse(1);
		for (int i = 0; i < longest; i++) {
			selection.addAll(ofLength(i, all).toList());
		}
		return selection;
	}

	/** Without what is optional, with the shortest lists, on the first page. */
	Shape simplest() {
		return ofLength(0, least()).findFirst().orElseThrow();
	}

	private Variant least() {
		return variant(Part::isOutside);
	}

	private Variant variant(Predicate<Part> given) {
		return this.report.sql()
			.variant(this.report.sql()
				.parts()
				.stream()
				.filter((part) -> part.isParameter() && given.test(part))
				.map((part) -> part.token().text())
				.collect(Collectors.toSet()));
	}

	/** With each list at one of its lengths, the longest if it has fewer. */
	private Stream<Shape> ofLength(int index, Variant variant) {
		Map<String, Integer> sizes = new LinkedHashMap<>();
		for (Parameter list : lists(variant)) {
			sizes.put(list.name(), list.sizes().get(Math.min(index, list.sizes().size() - 1)));
		}
		return with(variant, sizes);
	}

	private Stream<Shape> with(Variant variant, Map<String, Integer> sizes) {
		return sorts().stream()
			.flatMap((sort) -> pages().stream().map((later) -> new Shape(variant, sizes, sort, later)));
	}

	private Collection<String> sorts() {
		return (this.report.sort() != null) ? this.report.sort().texts().keySet() : List.of("");
	}

	private List<Boolean> pages() {
		return (this.report.page() != null) ? List.of(false, true) : List.of(false);
	}

	private List<Parameter> lists(Variant variant) {
		return variant.parameters().stream().map(this.parameters::get).filter(Parameter::isList).toList();
	}

	/**
	 * What a statement's text depends on.
	 *
	 * @param variant the blocks that are in it
	 * @param sizes the padded length of each list in it
	 * @param sort which text of the sort is in it, empty if there is none
	 * @param later whether it reads a page after the first
	 */
	record Shape(Variant variant, Map<String, Integer> sizes, String sort, boolean later) {
	}

}
