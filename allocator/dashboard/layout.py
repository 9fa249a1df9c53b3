"""Where the parts of the page stand: three columns, two on a narrower screen, one on a telephone."""

PAGE = """
:host { background: #f4f6f7; min-height: 100vh; }
"""

FRAME = """
:host { container-type: inline-size; }
"""

GRID = """
:host(.shown) { display: grid !important; grid-template-columns: 268px minmax(0, 1fr) 374px; gap: 0 12px;
  grid-template-areas: "left top right" "left middle right"; grid-template-rows: auto 1fr; align-items: start;
  min-height: calc(100vh - 97px); }
.left { grid-area: left; background: #fff; border-right: 1px solid #c9d2d8; padding: 8px 12px 12px; min-height: 100%; }
.top { grid-area: top; padding-top: 10px; } .middle { grid-area: middle; padding-bottom: 16px; }
.right { grid-area: right; background: #fff; border-left: 1px solid #c9d2d8; padding: 8px 14px 16px; min-height: 100%; }
@container (max-width: 1400px) { :host(.shown) { grid-template-columns: 266px minmax(0, 1fr) 372px; } }
:host(.bare) { grid-template-columns: 268px minmax(0, 1fr);
  grid-template-areas: "left top" "left middle"; padding-right: 12px; }
:host(.plain) { grid-template-columns: 268px minmax(0, 1fr); grid-template-areas: "left top" "left middle";
  padding-right: 12px; }
:host(.plain) .right, :host(.bare) .right, :host(.bare) .middle { display: none !important; }
@container (max-width: 1180px) { :host(.shown) { grid-template-columns: 268px minmax(0, 1fr);
  grid-template-areas: "left top" "left middle" "left right"; grid-template-rows: auto auto 1fr; }
  .top, .middle { padding-right: 12px; }
  .right { border: 1px solid #c9d2d8; border-radius: 4px; min-height: 0; margin: 0 12px 16px 0; } }
@media (max-width: 700px) { :host(.shown) { grid-template-columns: minmax(0, 1fr); padding: 0 8px 72px;
  grid-template-areas: "top" "middle" "right" "left"; grid-template-rows: auto; }
  .top, .middle { padding-right: 0; }
  .left, .right { border: 1px solid #c9d2d8; border-radius: 4px; margin: 0 0 12px; } }
"""
