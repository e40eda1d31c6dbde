using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <content>Where a cursor stands, as far as another has to know that continues it, and where it goes on in files that were read before.</content>
internal sealed partial class StreamCursor
{
    /// <summary>Where a new cursor has to begin to continue this one.</summary>
    private Position Here
    {
        get
        {
            if (returning is { } here)
            {
                return here;
            }

            if (file is null)
            {
                return new Position(wantedFileId, offset, skip) { Places = places, Left = left };
            }

            if (joiner.HeldFrom == long.MaxValue && interrupted is { } later)
            {
                return new Position(file.Id, offset, offset, later.File.Id, later.Offset);
            }

            var held = joiner.HeldFrom == long.MaxValue ? 0 : joiner.HeldFileId;
            return held == 0 || held == file.Id
                ? new Position(file.Id, held == 0 ? offset : joiner.HeldFrom, Math.Max(skip, offset)) { Places = PlacesNow(), Left = left }
                : new Position(held, joiner.HeldFrom, long.MaxValue, file.Id, Math.Max(skip, offset))
                {
                    Places = joiner.PlacesIn(held, file.Id, StreamPlaces.End),
                    LaterPlaces = PlacesNow(),
                };
        }
    }

    /// <summary>Where each stream of the present file goes on for a new cursor; null while that is not known.</summary>
    private StreamPlaces? PlacesNow()
    {
        if (places is null && offset < skip)
        {
            return null;
        }

        return joiner.PlacesIn(file!.Id, file.Id, (places ?? StreamPlaces.Start).NotBefore(offset));
    }

    /// <summary>Where each stream goes on behind a mark; null where there is no more to say than what is held.</summary>
    private MarkPlaces? PlacesAtMark()
    {
        if (offset >= skip ? !joiner.HoldsStreams : places is null)
        {
            return null;
        }

        var isHeldEarlier = joiner.HeldFileId is not 0 and var held && held != file!.Id;
        return PlacesNow() is { } now ? new(now, isHeldEarlier ? joiner.HeldSinceOf() : null) : null;
    }

    /// <summary>Where the next file goes on.</summary>
    private (long Offset, long Skip, StreamPlaces? Places) PlaceIn(ILogFile next)
    {
        if (next.Id == laterFileId)
        {
            returning = null;
            return (0, laterSkip, laterPlaces);
        }

        if (laterFileId != 0 && IsBeforeLater(next) && Position.PlacesBetween(places, laterPlaces) is { } between)
        {
            return (0, long.MaxValue, between);
        }

        // One that is done with may come now, where its name does not tell its age: only what is open in it is read again.
        (returning, laterPlaces) = (null, null);
        var known = Pipeline.PlaceOf(branches, next);
        return (known.Offset, known.Skip, known.Places);
    }

    private bool IsBeforeLater(ILogFile next)
    {
        var isBehind = false;
        foreach (var other in lane.Stream.Files)
        {
            isBehind |= other == next;
            if (other.Id == laterFileId)
            {
                return isBehind;
            }
        }

        return false;
    }
}
