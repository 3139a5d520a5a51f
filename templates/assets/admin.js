// Fields of the editor for values that may be a line of text or a record: what is not edited stays as it is.
"use strict";

(() => {
  const isRecord = (value) => value !== null && typeof value === "object";
  const plain = (value) => (isRecord(value) && value.toJS ? value.toJS() : value);
  const shown = (value) => (isRecord(value) ? JSON.stringify(plain(value)) : value ?? "");

  // A record is edited as JSON, which YAML is, too.
  function written(text) {
    if (!text.trimStart().startsWith("{")) {
      return text;
    }
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  const line = (control) =>
    h("input", {
      id: control.props.forID,
      className: control.props.classNameWrapper,
      type: "text",
      value: shown(control.props.value),
      onChange: (event) => control.props.onChange(written(event.target.value)),
    });

  CMS.registerWidget("line", createClass({ render() { return line(this); } }));

  // An event has facts, or is the id of a file.
  const record = CMS.getWidget("object").control;
  CMS.registerWidget(
    "record",
    createClass({
      render() {
        return typeof this.props.value === "string" && this.props.value ? line(this) : h(record, this.props);
      },
    }),
  );
})();
