/** While a dialog is read the page is behind it already: what is typed reaches no key of the page. */
export function OnItsWay() {
  return <div role="dialog" aria-busy="true" aria-label="On its way" />;
}
