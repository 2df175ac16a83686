package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.dataapi.declared.sql.SqlTemplate.Part;
import dev.dataapi.declared.sql.SqlTemplate.Variant;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.warehouse.ListSizes;

/**
 * The statements of a report, one for each set of its optional blocks and each padded
 * length of its lists.
 */
public final class ReportStatements implements Statements {

	private final ReportDeclaration report;

	private final Map<String, Parameter> parameters;

	private final Map<Shape, String> texts = new LinkedHashMap<>();

	ReportStatements(ReportDeclaration report) {
		this.report = report;
		this.parameters = report.parameters().stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
		for (Variant variant : report.sql().variants()) {
			for (Shape shape : shapes(variant)) {
				this.texts.put(shape, text(shape));
			}
		}
	}

	private List<Shape> shapes(Variant variant) {
		List<Shape> shapes = List.of(new Shape(variant, Map.of()));
		for (String name : variant.parameters()) {
			Parameter parameter = parameter(name);
			if (parameter.isList()) {
				shapes = shapes.stream()
					.flatMap((shape) -> parameter.sizes().stream().map((size) -> shape.with(name, size)))
					.toList();
			}
		}
		return shapes;
	}

	private String text(Shape shape) {
		StringBuilder text = new StringBuilder();
		for (Part part : shape.variant().parts()) {
			if (part.isParameter()) {
				String name = part.token().text();
				String placeholder = parameter(name).domain().type().placeholder();
				text.append(String.join(", ", Collections.nCopies(shape.sizes().getOrDefault(name, 1), placeholder)));
			}
			else if (!part.token().isSymbol(";")) {
				text.append(part.token().text());
			}
		}
		return "/* " + this.report.id() + " */ " + text.toString().strip();
	}

	private Parameter parameter(String name) {
		return Objects.requireNonNull(this.parameters.get(name), name);
	}

	@Override
	public ReportDeclaration declaration() {
		return this.report;
	}

	@Override
	public List<String> texts() {
		return List.copyOf(this.texts.values());
	}

	@Override
	public List<BoundStatement> samples() {
		List<BoundStatement> samples = new ArrayList<>();
		for (Shape shape : this.texts.keySet()) {
			Map<String, List<Object>> values = new LinkedHashMap<>();
			for (String name : shape.variant().parameters()) {
				List<Object> defaults = parameter(name).defaults();
				Object sample = defaults.isEmpty() ? parameter(name).domain().sample() : defaults.getFirst();
				values.put(name, Collections.nCopies(shape.sizes().getOrDefault(name, 1), sample));
			}
			samples.add(of(shape, values));
		}
		return samples;
	}

	/** The statement for a request. */
	BoundStatement of(Arguments arguments) {
		Map<String, List<Object>> values = arguments.values();
		Shape shape = new Shape(this.report.sql().variant(values.keySet()), Map.of());
		for (String name : shape.variant().parameters()) {
			List<Object> value = values.getOrDefault(name, List.of());
			if (parameter(name).isList()) {
				shape = shape.with(name, ListSizes.upTo(value.size()).getLast());
			}
		}
		return of(shape, values);
	}

	private BoundStatement of(Shape shape, Map<String, List<Object>> values) {
		String text = Objects.requireNonNull(this.texts.get(shape), this.report.id());
		BoundStatement.Binder binder = new BoundStatement.Binder();
		for (Part part : shape.variant().parts()) {
			if (part.isParameter()) {
				ValueType type = parameter(part.token().text()).domain().type();
				List<Object> value = values.getOrDefault(part.token().text(), List.of());
				ListSizes.padded(value).forEach((each) -> binder.bind(type, each));
			}
		}
		return binder.to(text);
	}

	/**
	 * What a statement's text depends on.
	 *
	 * @param variant the blocks that are in it
	 * @param sizes the padded length of each list in it
	 */
	private record Shape(Variant variant, Map<String, Integer> sizes) {

		private Shape with(String name, int size) {
			Map<String, Integer> sizes = new LinkedHashMap<>(this.sizes);
			sizes.put(name, size);
			return new Shape(this.variant, sizes);
		}

	}

}
