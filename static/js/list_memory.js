// Filters survive going into a row and back: a breadcrumb to a list leads to the filters last used in this tab.
(function () {
  "use strict";

  function remember() {
    if (document.querySelector("[data-remember-list]")) {
      sessionStorage.setItem("list:" + location.pathname, location.search);
    }
  }

  function recall() {
    document.querySelectorAll(".breadcrumbs__link").forEach(function (link) {
      const search = sessionStorage.getItem("list:" + link.pathname);
      if (search && !link.search) {
        link.search = search;
      }
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    try {
      remember();
      recall();
    } catch (error) {
      return; // storage is switched off: the links lead to the whole list
    }
    document.addEventListener("htmx:pushedIntoHistory", remember);
  });
})();
