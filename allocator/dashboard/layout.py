"""Where the parts of the page stand: three columns, two on a narrower screen, one on a telephone."""

PAGE = """
:host { background: #f4f6f7; min-height: 100vh; }
"""

GRID = """
:host { display: grid !important; grid-template-columns: 284px minmax(0, 1fr) 374px; gap: 12px; padding: 10px 12px;
  grid-template-areas: "left top right" "left middle right"; grid-template-rows: auto 1fr; align-items: start; }
.top { grid-area: top; } .left { grid-area: left; background: #fff; border: 1px solid #c9d2d8; border-radius: 4px;
  padding: 0 8px 12px; } .middle { grid-area: middle; } .right { grid-area: right; }
@media (max-width: 1180px) { :host { grid-template-columns: 284px minmax(0, 1fr);
  grid-template-areas: "left top" "left middle" "left right"; grid-template-rows: auto auto 1fr; } }
@media (max-width: 700px) { :host { grid-template-columns: minmax(0, 1fr); padding: 8px;
  grid-template-areas: "top" "left" "middle" "right"; } }
"""
