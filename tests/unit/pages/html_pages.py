"""Small pages of invented sites, each another way to put articles on one page."""

TOPICS = {
    "harbour": ("Harbour crane stands idle", "Mara Quill", "2024-03-05"),
    "bridge": ("Old bridge closes for repair", "Tomas Veld", "2024-03-04"),
    "market": ("Fish market moves uptown", "Ines Okoro", "2024-03-03"),
}
_SENTENCES = (
    "The council said on Tuesday that the work on the {0} would begin within a month and last until autumn.",
    "Residents near the {0} asked for more time, and several of them wrote to the mayor about the noise.",
    "“We were promised an answer by March,” said one of the shop owners beside the {0}, who asked for calm.",
    "Engineers who looked at the {0} found rust in eleven places, a report that was read to the members says.",
)


def prose(key: str, n: int = 4) -> list[str]:
    return [sentence.format(key) for sentence in _SENTENCES[:n]]


def paragraphs(key: str, n: int = 4) -> str:
    return "".join(f"<p>{text}</p>" for text in prose(key, n))


def page(body: str, head: str = "", lang: str = "en") -> str:
    title = "" if "<title" in head else "<title>The Port Courier</title>"
    return f'<!doctype html><html lang="{lang}"><head>{title}{head}</head><body>{body}</body></html>'


NAV = "<header><h1><a href='/'>The Port Courier</a></h1><nav><ul><li><a href='/w'>World</a></li><li><a href='/s'>Sport</a></li></ul></nav></header>"
FOOT = "<footer><p>© 2024 The Port Courier. All rights reserved by the publishers of this site.</p></footer>"


def several(item: str, wrap: str = "{}") -> str:
    """A page of three articles; ``item`` has {title} {author} {day} {url} {text}."""
    items = [
        item.format(title=title, author=author, day=day, url=f"/{key}", text=paragraphs(key))
        for key, (title, author, day) in TOPICS.items()
    ]
    return page(NAV + wrap.format("".join(items)) + FOOT)


LAYOUTS = {
    "article elements": several(
        "<article><h2><a href='{url}'>{title}</a></h2><p class='meta'>By {author} | <time datetime='{day}'>{day}</time></p>{text}</article>",
        "<main>{}</main>",
    ),
    "posts of a blog": several(
        "<div class='post-12 post type-post hentry category-news tag-harbour'><h2 class='entry-title'><a href='{url}'>{title}</a></h2>"
        "<div class='entry-meta'><span class='posted-on'>Posted on {day}</span> <span class='byline'>by <a rel='author' href='#'>{author}</a></span></div>"
        "<div class='entry-content'>{text}</div><footer class='entry-footer'>Posted in <a href='#'>News</a></footer></div>",
        "<div id='content'>{}</div><aside id='sidebar'><h2>Recent posts</h2><ul><li><a href='#'>Something old</a></li></ul></aside>",
    ),
    "sections without names": several(
        "<section><h3>{title}</h3><p>By {author}</p><p>{day}</p>{text}</section>", "<div>{}</div>"
    ),
    "flat headings": several(
        "<h2>{title}</h2><p>By {author}</p><p>{day}</p>{text}", "<div id='main'>{}</div>"
    ),
    "heading and text in boxes side by side": several(
        "<div class='hd'><h2>{title}</h2><span>{day}</span></div><div class='by'>By {author}</div><div class='tx'>{text}</div>",
        "<div>{}</div>",
    ),
    "microdata": several(
        "<div itemscope itemtype='https://schema.org/NewsArticle'><div itemprop='headline'><a href='{url}'>{title}</a></div>"
        "<span itemprop='author'>{author}</span><meta itemprop='datePublished' content='{day}'><div itemprop='articleBody'>{text}</div></div>",
        "<div>{}</div>",
    ),
    "titles in boxes": several(
        "<div class='news'><div class='news-title'><a href='{url}'>{title}</a></div><div class='info'>By {author}, {day}</div><div>{text}</div></div>",
        "<div>{}</div>",
    ),
    "several whole pages under each other": several(
        "<div class='page'><h1>{title}</h1><div class='byline'>By {author}</div><time datetime='{day}T08:00:00Z'>{day}</time>{text}</div>",
        "<div>{}</div>",
    ),
    "table layout": several(
        "<tr><td><b><font size='4'><h3>{title}</h3></font></b><i>By {author}</i><br>{day}<br><br>{text}</td></tr>",
        "<table width='100%'><tbody>{}</tbody></table>",
    ),
    "bold paragraphs as headings": several(
        "<p><b>{title}</b></p><p>By {author}</p><p>{day}</p>{text}", "<div>{}</div>"
    ),
    "date boxes around posts": several(
        "<div class='date-outer'><h2 class='date-header'><span>Tuesday, {day}</span></h2><div class='date-posts'><div class='post-outer'><div class='post hentry'><h3 class='post-title entry-title'><a href='{url}'>{title}</a></h3><div class='post-body entry-content'>{text}</div><div class='post-footer'>Posted by <span class='fn'>{author}</span> at <abbr title='{day}'>8:00 AM</abbr></div></div></div></div></div>",
        "<div class='blog-posts hfeed'>{}</div>",
    ),
    "rows of a view": several(
        "<div class='views-row'><div class='field field-title'><h2><a href='{url}'>{title}</a></h2></div><div class='submitted'>Submitted by {author} on {day}</div><div class='field-body'>{text}</div><ul class='links'><li><a href='{url}'>Read more</a></li><li>Add new comment</li></ul></div>",
        "<div class='view-content'>{}</div>",
    ),
    "items with microdata": several(
        "<div class='items-row'><div class='item' itemprop='blogPost' itemscope itemtype='https://schema.org/BlogPosting'><div class='page-header'><h2 itemprop='headline'>{title}</h2></div><dl class='article-info'><dd class='createdby' itemprop='author'>Written by: <span itemprop='name'>{author}</span></dd><dd class='published'><time datetime='{day}T00:00:00+00:00' itemprop='datePublished'>Published: 5 March</time></dd></dl>{text}</div></div>",
        "<div class='blog'>{}</div>",
    ),
    "rules between items": several(
        "<h3><a href='{url}'>{title}</a></h3><small>{day} - {author}</small>{text}<hr>", "<td>{}</td>"
    ),
    "sections with an address": several(
        "<section class='amp-story'><header><h2>{title}</h2><address>By {author}</address><time datetime='{day}'>x</time></header>{text}</section>",
        "<amp-list>{}</amp-list>",
    ),
    "an accordion": several(
        "<details open><summary><h3>{title}</h3></summary><p>By {author}, {day}</p>{text}</details>",
        "<div>{}</div>",
    ),
    "date above the heading": several(
        "<div><div class='d'>{day}</div><h2>{title}</h2><div class='w'>By {author}</div>{text}</div>",
        "<div>{}</div>",
    ),
    "line breaks for paragraphs": several(
        "<div><h2>{title}</h2>By {author} - {day}<br><br>{text}</div>", "<div>{}</div>"
    )
    .replace("</p><p>", "<br><br>")
    .replace("<p>", "")
    .replace("</p>", ""),
}
