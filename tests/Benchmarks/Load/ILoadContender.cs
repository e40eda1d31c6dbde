namespace LogOperator.Benchmarks.Load;

/// <summary>A program that reads logs while they are written.</summary>
internal interface ILoadContender
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Its version and configuration, for the report.</summary>
    string About { get; }

    /// <summary>Whether it is the one whose targets count; if it fails, so does the run.</summary>
    bool IsOurs { get; }

    /// <summary>Whether it can do the work.</summary>
    bool Does(LoadCase load);

    /// <summary>Makes it ready to run once.</summary>
    /// <param name="load">The load.</param>
    /// <param name="site">Where the load is.</param>
    /// <param name="directory">An empty directory for its files.</param>
    LoadLaunch Prepare(LoadCase load, LoadSite site, string directory);
}
