// Shows on a page of an edition that a newer one has been published since. The list of editions is read
// from `editions.js` at the site's root, so a page that was kept byte for byte learns of it too.
(function () {
  "use strict";

  function tell(notice, editions) {
    var own = editions.filter(function (edition) { return edition.slug === notice.dataset.kpiEdition; })[0];
    var newer = own && editions.filter(function (edition) {
      return edition.area_code === own.area_code && edition.quarter > own.quarter;
    })[0];
    notice.hidden = !newer;
    if (newer) {
      var link = notice.querySelector("a");
      link.textContent = newer.title;
      link.href = notice.dataset.kpiRoot + newer.address + ".html";
    }
  }

  var notice = document.querySelector(".kpi-newer");
  if (!notice) { return; }
  var list = document.createElement("script");
  list.src = notice.dataset.kpiRoot + "editions.js";
  list.onload = function () { tell(notice, window.kpiEditions || []); };
  document.head.appendChild(list);
})();
