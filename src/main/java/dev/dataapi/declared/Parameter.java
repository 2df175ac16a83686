package dev.dataapi.declared;

import dev.dataapi.access.CallerValue;
import dev.dataapi.declared.type.Domain;
import java.time.LocalDate;
import java.util.List;

import dev.dataapi.warehouse.ListSizes;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter of a report.
 *
 * @param name its name in the query and in the statement
 * @param domain the values that it takes
 * @param maxItems how many values a list may have, repetitions counted, or 0 if it takes
 * one value
 * @param commas whether the values of a list may hold commas, which are then encoded
 * @param optional whether parts of the statement are left out without it
 * @param defaults what stands for it where it is absent: one value, several of a list, or
 * none; a day may be a {@link RelativeDay}
 * @param notBefore the parameter that it must not be less than
 * @param description what it is, for the API description
 * @param example a value in its one spelling
 * @param from what of the caller stands for it, or nothing if requests say it
 */
public record Parameter(String name, Domain domain, int maxItems, boolean commas, boolean optional,
		List<Object> defaults, @Nullable String notBefore, @Nullable String description, @Nullable String example,
		@Nullable CallerValue from) {

	public boolean isList() {
		return this.maxItems > 0;
	}

	/** Whether requests say its value. */
	public boolean isAsked() {
		return this.from == null;
	}

	/** How many values a statement may have for it: a list is padded to these lengths. */
	public List<Integer> sizes() {
		return ListSizes.upTo(this.maxItems);
	}

	/** Whether what stands for it depends on the day. */
	public boolean isRelative() {
		return this.defaults.stream().anyMatch(RelativeDay.class::isInstance);
	}

	/** As of a day, of which a default may be told. One that is not accepted is none. */
	public Parameter asOf(LocalDate today) {
		if (!isRelative()) {
			return this;
		}
		List<Object> days = this.defaults.stream()
			.map((each) -> (each instanceof RelativeDay day) ? day.asOf(today) : each)
			.toList();
		return new Parameter(this.name, this.domain, this.maxItems, this.commas, this.optional,
				days.stream().allMatch(this.domain::contains) ? days : List.of(), this.notBefore, this.description,
				this.example, this.from);
	}

	/** The same, absent where it is not given. */
	Parameter withoutDefault() {
		return new Parameter(this.name, this.domain, this.maxItems, this.commas, true, List.of(), this.notBefore,
				this.description, this.example, this.from);
	}

	/** Whether a request without it is refused. */
	public boolean isRequired() {
		return !this.optional && this.defaults.isEmpty();
	}

	/** What a request's text must be, for a sentence. */
	public String accepted() {
		return isList()
				? "up to %d values separated by commas, each %s".formatted(this.maxItems, this.domain.accepted())
				: this.domain.accepted();
	}

}
